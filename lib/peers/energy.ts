/** Energy is added up in whole thousandths of a watt-hour, so that sums are exact in any order. */
export const milliWh = (energyKwh: number) => Math.round(energyKwh * 1e6);
export const kwhOf = (wholeMilliWh: number) => wholeMilliWh / 1e6;

/** Money in whole millionths of a unit of the currency. */
export const microMoney = (wholeMilliWh: number, pricePerKwh: number) => Math.round(wholeMilliWh * pricePerKwh);
export const moneyOf = (micro: number) => micro / 1e6;
