"""The cues of windows, vectorised over the windows of one meter; limits as in lib/theft/window-cues.ts."""

import numpy as np

from peer_features import FEATURES

AT = {name: i for i, name in enumerate(FEATURES)}
DIP_HOURS = 1.25


def usual_of(features, hours):
    """What is usual for a meter, from its windows of the warm-up."""
    column = {name: features[:, i] for name, i in AT.items()}
    drawing = (column["power_mean"] >= 50) & (column["power_min"] >= -5)
    by_hour = [column["power_mean"][hours == hour] for hour in range(24)]
    quantile = lambda values, share: np.nanquantile(values, share) if len(values) else np.nan
    return {
        "base": quantile(column["power_min"], 0.01),
        "step": quantile(column["max_power_step"], 0.995),
        "dips": quantile(column["repetitive_dip_count"], 0.995),
        "zero": quantile(column["zero_power_duration_seconds"], 0.995),
        "flat": quantile(column["flat_steps_fraction"], 0.995),
        "factor": quantile(column["pf_mean"][drawing], 0.005),
        "hour_median": np.array([quantile(powers, 0.5) for powers in by_hour]),
        "hour_low": np.array([quantile(powers, 0.01) for powers in by_hour]),
    }


def cues_of(samples, features, hours, usual):
    """For each kind: where it is seen, its value, its limit."""
    column = {name: features[:, i].astype("float64") for name, i in AT.items()}
    mean, lowest, highest = column["power_mean"], column["power_min"], column["power_max"]
    draws = lowest >= -5
    base = usual["base"] if usual["base"] > 20 else np.nan
    hour_median, hour_low = usual["hour_median"][hours], usual["hour_low"][hours]
    is_peak = hour_median >= DIP_HOURS * usual["hour_median"].mean()
    spike = max(1500, 1.5 * usual["step"])
    dips = max(15, 1.5 * usual["dips"])
    zero = max(300, 1.5 * usual["zero"])
    flat = (column["flat_steps_fraction"] >= 0.98) & (usual["flat"] < 0.9) & (np.abs(mean) >= 10)
    is_still = flat & ((column["volt_std"] >= 0.02) | (highest == lowest))
    voltage = np.nanmean(samples[:, :, 1], axis=1)
    mismatch = mismatch_percent(samples)
    kinds = {
        "spike": (column["max_power_step"] > spike, column["max_power_step"], spike),
        "deep-dip": (draws & (lowest < 0.5 * base) & (highest >= base), lowest, 0.5 * base),
        "dip-in-peak-hours": (draws & (mean < 0.5 * hour_low) & (hour_low > 20) & is_peak, mean, 0.5 * hour_low),
        "repetitive-dips": (column["repetitive_dip_count"] >= dips, column["repetitive_dip_count"], dips),
        "sustained-low": (draws & (mean < 0.6 * base) & (highest < base), mean, 0.6 * base),
        "near-zero": ((column["zero_power_duration_seconds"] >= zero) & (usual["base"] >= 10), column["zero_power_duration_seconds"], zero),
        "freeze": (is_still, column["flat_steps_fraction"], 0.98),
        "power-factor": ((mean >= 50) & draws & (column["pf_mean"] < usual["factor"] - 0.1), column["pf_mean"], usual["factor"] - 0.1),
        "power-mismatch": (mismatch > 0, mismatch, 10),
        "voltage-out-of-band": (np.abs(voltage - 230) > 23, voltage, np.where(voltage < 230, 207, 253)),
    }
    return {kind: (seen, value, np.broadcast_to(limit, value.shape)) for kind, (seen, value, limit) in kinds.items()}


def mismatch_percent(samples):
    power, voltage, current, factor = (samples[:, :, channel].astype("float64") for channel in range(4))
    measured = np.abs(power)
    apparent = voltage * np.abs(current)
    meant = apparent * np.abs(factor)
    larger = np.fmax(measured, meant)
    is_judged = (larger >= 50) & np.isfinite(measured) & np.isfinite(meant)
    difference = np.abs(measured - meant)
    rounding = voltage * 0.01 + apparent * 0.006
    contradicts = is_judged & (difference > 5 + 0.1 * larger + rounding)
    power_sum = np.where(contradicts, measured, 0).sum(axis=1)
    meant_sum = np.where(contradicts, meant, 0).sum(axis=1)
    enough = (contradicts.sum(axis=1) >= 12) & (contradicts.sum(axis=1) * 2 >= is_judged.sum(axis=1))
    percent = 100 * np.abs(power_sum - meant_sum) / np.maximum(1e-9, np.maximum(power_sum, meant_sum))
    return np.where(enough, percent, 0)
