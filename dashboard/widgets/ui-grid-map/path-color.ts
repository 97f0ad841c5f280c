/** Colours of highlighted paths: the qualitative palette of Okabe and Ito (2008), told apart with any colour vision. */
const COLORS = ['#d55e00', '#0072b2', '#cc79a7', '#009e73', '#e69f00', '#56b4e9'];

export function pathColor(index: number): string {
  return COLORS[index % COLORS.length]!;
}
