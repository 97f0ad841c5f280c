"""Windows, their 22 features and the means of voltage and current, vectorised; as in lib/theft/features.ts."""

import numpy as np
import pandas as pd

WINDOW_MS = 600_000
STEP_MS = 5_000
STEPS = WINDOW_MS // STEP_MS
CHANNELS = ["Power", "Voltage", "Current", "PF"]
FEATURES = (
    "power_mean power_std power_min power_max power_range max_power_step flat_steps_fraction max_power_drop dip_range "
    "sustained_low_fraction repetitive_dip_count zero_power_fraction zero_power_duration_seconds pf_mean pf_std pf_min "
    "pf_max max_pf_step volt_std curr_std is_weekend day_of_week volt_mean curr_mean"
).split()
LOW_RUN = 60_000 // STEP_MS


def read_windows(path):
    """Meter ids, and for each window its meter, start (ms) and samples: float32 [windows, 120, 4], NaN where none is."""
    types = {"meterId": "category", "timeStamp": "str"} | {name: "float32" for name in CHANNELS}
    frame = pd.read_csv(path, dtype=types)
    time_ms = pd.to_datetime(frame.pop("timeStamp"), format="ISO8601", utc=True).astype("int64").to_numpy()
    # pandas keeps the unit of the text: bring it to milliseconds.
    while time_ms[0] > 10**14:
        time_ms = time_ms // 1000
    meters = frame["meterId"].cat
    window = time_ms // WINDOW_MS
    first = window.min()
    count = window.max() - first + 1
    keys, place = np.unique(meters.codes.to_numpy().astype("int64") * count + (window - first), return_inverse=True)
    samples = np.full((len(keys), STEPS, len(CHANNELS)), np.nan, dtype="float32")
    samples[place, (time_ms % WINDOW_MS) // STEP_MS] = frame[CHANNELS].to_numpy()
    return meters.categories.to_numpy(), keys // count, (keys % count + first) * WINDOW_MS, samples


def runs(mask):
    """Length of the run of True that each True ends or continues: [windows, steps]."""
    length = np.zeros(mask.shape, dtype="int32")
    length[:, 0] = mask[:, 0]
    for step in range(1, mask.shape[1]):
        length[:, step] = (length[:, step - 1] + 1) * mask[:, step]
    return length


def features(samples, start_ms):
    power, voltage, current, factor = (samples[:, :, channel].astype("float64") for channel in range(4))
    count = np.isfinite(power).sum(axis=1)
    mean = np.nanmean(power, axis=1)
    lowest, highest = np.nanmin(power, axis=1), np.nanmax(power, axis=1)
    step = np.diff(power, axis=1)
    steps = np.isfinite(step).sum(axis=1)
    flat = (np.abs(step) <= 0.5) | (np.abs(step) <= 0.001 * np.abs(power[:, :-1]))

    # Where the mean is not above 0 there are no dips and nothing is low.
    low_w = np.where(mean > 0, 0.2 * mean, -np.inf)[:, None]
    dip_w = np.where(mean > 0, 0.5 * mean, -np.inf)[:, None]
    is_low = power < low_w
    low_run = runs(is_low)
    ends = is_low & ~np.pad(is_low[:, 1:], ((0, 0), (0, 1)))
    low = np.where(ends & (low_run >= LOW_RUN), low_run, 0).sum(axis=1)
    is_zero = np.abs(power) < 1
    zero_run = runs(is_zero)

    # A dip begins with a step from above to below, and counts when a step leads up again without a gap in between.
    is_dip, is_up = power < dip_w, power >= dip_w
    dips = np.zeros(len(power), dtype="int32")
    inside = np.zeros(len(power), dtype=bool)
    for i in range(1, STEPS):
        dips += inside & is_up[:, i]
        inside = is_dip[:, i] & (inside | is_up[:, i - 1])

    days = start_ms // 86_400_000
    weekday = (days + 3) % 7
    factor_step = np.diff(factor, axis=1)
    return np.column_stack(
        [
            mean,
            np.nanstd(power, axis=1),
            lowest,
            highest,
            highest - lowest,
            np.nanmax(np.abs(step), axis=1),
            flat.sum(axis=1) / steps,
            np.maximum(0, np.nanmax(-step, axis=1)),
            mean - lowest,
            low / count,
            dips,
            is_zero.sum(axis=1) / count,
            zero_run.max(axis=1) * STEP_MS / 1000,
            np.nanmean(factor, axis=1),
            np.nanstd(factor, axis=1),
            np.nanmin(factor, axis=1),
            np.nanmax(factor, axis=1),
            np.nanmax(np.abs(factor_step), axis=1),
            np.nanstd(voltage, axis=1),
            np.nanstd(current, axis=1),
            weekday >= 5,
            weekday,
            np.nanmean(voltage, axis=1),
            np.nanmean(current, axis=1),
        ]
    ).astype("float32")
