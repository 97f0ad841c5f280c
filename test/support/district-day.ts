/** A day of a district as its file has it: `households` times 24 rows. */
export function districtDay(date: string, households: number, from = 1): string {
  const lines = ['household_id,timestamp,consumption_kwh'];
  for (let h = from; h < from + households; h++) {
    for (let hour = 0; hour < 24; hour++) {
      lines.push(`H${String(h).padStart(5, '0')},${date} ${String(hour).padStart(2, '0')}:00,${1 + hour / 100}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
