const ESTIMATED = {
  exclude:
    'A reading that was estimated or filled in is never a violation. It stays in the denominator of the violation ratio, in the mean and in the peak hour.',
  count:
    'A reading that was estimated or filled in counts like a measured one, so it is a violation when its value is above the threshold.',
};

/** How the figures are made. */
export function notes(estimated: 'exclude' | 'count'): string {
  return `<section class="notes"><h2>How the figures are made</h2>
<ul>
<li>A violation is a household-hour with more energy than the threshold of its district. The violation ratio is the
violations divided by all household-hours of the district-day.</li>
<li>The peak hour is the hour with the largest sum over the households.</li>
<li>A district-day is at risk when the ratio is at least 25 % or the peak hour is a critical one. Its score is then
0.6 · ratio + 0.4 · (1 for a critical peak hour, else 0), rounded to two decimals, half to even; otherwise 0.</li>
<li>Levels: 0 is NO RISK, up to 0.30 LOW, up to 0.60 MEDIUM, above that HIGH.</li>
<li>${ESTIMATED[estimated]}</li>
</ul></section>`;
}
