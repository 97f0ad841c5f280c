import { LEVEL_COLORS } from '../plots/frame';

/** The drawings stay on white, because their colours are chosen for it. */
export const STYLE = `
:root{color-scheme:light dark;--page:#f5f7fa;--card:#fff;--ink:#1f2933;--faint:#52606d;--line:#e4e7eb}
@media (prefers-color-scheme:dark){:root{--page:#12181f;--card:#1c2530;--ink:#e4e7eb;--faint:#9aa5b1;--line:#323f4b}}
*{box-sizing:border-box}
body{margin:0;padding:2rem max(1rem,calc(50vw - 40rem));background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{margin:0;font-size:1.9rem;line-height:1.2;overflow-wrap:anywhere}
h2{margin:0 0 .8rem;font-size:1.2rem;overflow-wrap:anywhere}
.kind{margin:0;color:var(--faint);font-weight:600}
.period,.note{color:var(--faint)}
.note{margin:0 0 .8rem}
section{margin:1.5rem 0;padding:1.2rem;background:var(--card);border:1px solid var(--line);border-radius:8px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.3rem,1fr));gap:.8rem;margin:1.5rem 0}
.figures div{padding:.7rem .8rem;background:var(--card);border:1px solid var(--line);border-left:6px solid var(--line);border-radius:8px}
.figures dd{margin:0;font-size:1.35rem;font-weight:600;line-height:1.2;overflow-wrap:anywhere}
.figures dt{color:var(--faint);font-size:.85rem}
.figures .high{border-left-color:${LEVEL_COLORS.HIGH}}
.figures .medium{border-left-color:${LEVEL_COLORS.MEDIUM}}
.figures .low{border-left-color:${LEVEL_COLORS.LOW}}
.figures .no-risk{border-left-color:${LEVEL_COLORS['NO RISK']}}
.wide{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.87rem}
th,td{padding:.35rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{color:var(--faint);font-weight:600}
.n{text-align:right;font-variant-numeric:tabular-nums}
td.n,.date{white-space:nowrap}
td{overflow-wrap:break-word}
.because{min-width:16rem;color:var(--faint)}
.level{padding:.1rem .5rem;border-radius:4px;font-weight:600;white-space:nowrap;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.level.high{background:${LEVEL_COLORS.HIGH};color:#fff}
.level.medium{background:${LEVEL_COLORS.MEDIUM};color:#1f2933}
.level.low{background:${LEVEL_COLORS.LOW};color:#1f2933}
.level.no-risk{background:${LEVEL_COLORS['NO RISK']};color:#1f2933}
.plots{display:flex;flex-wrap:wrap;gap:1rem}
figure{flex:1 1 26rem;margin:0;padding:.5rem;background:#fff;border:1px solid var(--line);border-radius:6px}
figure svg{display:block;max-width:100%;height:auto;margin:0 auto}
.violation-ratio,.histogram,.box,.heatmap,.hourly{flex-basis:100%}
.notes li{margin:.3rem 0}
@media print{
:root{--page:#fff;--card:#fff;--ink:#000;--faint:#333;--line:#bbb}
body{padding:0;font-size:10pt}
section{padding:0;border:0}
figure,tr,.figures div{break-inside:avoid}
h2{break-after:avoid}
.wide{overflow:visible}
table{font-size:7.5pt}
.because{min-width:0}
.figures{grid-template-columns:repeat(4,1fr)}
}
`;
