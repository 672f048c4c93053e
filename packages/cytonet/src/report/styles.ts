/** The page's style: system fonts, few colours, light and dark by the reader's preference, and for print. */
export const styles = `
:root{--ground:#fbfaf7;--card:#fff;--ink:#1d1f21;--soft:#63676b;--line:#e4e1da;--accent:#0b6e6e;--accent-soft:#d7ebe8;--base:#b08a3e;--none:#8d8f92;--good:#2166ac;--bad:#b35806;--mark:#d1495b}
@media (prefers-color-scheme:dark){:root{--ground:#15171a;--card:#1c1f23;--ink:#e8e6e1;--soft:#9a9ea3;--line:#2f3338;--accent:#5cc4bb;--accent-soft:#173533;--base:#d6b36a;--none:#83878c;--good:#7fb6e6;--bad:#f0a35e;--mark:#ff7a8a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:1160px;margin:0 auto;padding:56px 28px 96px}
h1,h2{font-family:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,serif;font-weight:600;line-height:1.2;letter-spacing:-.01em}
h1{font-size:2.5rem;margin:0}
h2{font-size:1.5rem;margin:0 0 6px}
h4{margin:0;font-size:.85rem;font-weight:600}
p{margin:0 0 12px;max-width:68ch}
.lead{font-size:1.15rem;color:var(--soft);margin:8px 0 36px}
.soft{color:var(--soft)}.caption{color:var(--soft);max-width:90ch}
.caption{font-size:.9rem;margin-top:12px}
section{margin-top:60px}h2+.card,h2+.columns{margin-top:14px}
.card+.card{margin-top:20px}.columns .card,.numbers .card{margin-top:0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:24px}
.numbers{display:grid;grid-template-columns:repeat(3,1fr);gap:16px}
.number b{display:block;font:600 2.6rem/1.1 "Iowan Old Style",Palatino,Georgia,serif;font-variant-numeric:tabular-nums}
.number.cytonet{background:var(--accent-soft);border-color:transparent}
.number.cytonet b{color:var(--accent)}
.number span{color:var(--soft);font-size:.9rem}
.columns{display:grid;grid-template-columns:3fr 2fr;gap:24px;align-items:start}
svg{display:block;width:100%;height:auto}
svg text{font:13px ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--soft)}
svg .grid{stroke:var(--line)}
svg .row{fill:var(--ink);font-size:14px}
svg .value{fill:var(--accent);font-weight:600;font-size:15px}
svg .tick,svg .axis{font-variant-numeric:tabular-nums}
svg .range{stroke:var(--line);stroke-width:3}
.histogram .dot{fill:var(--none)}.untrained .dot{fill:var(--base)}.cytonet .dot{fill:var(--accent)}
.histogram .faint{fill:var(--none)}.untrained .faint{fill:var(--base)}.cytonet .faint{fill:var(--accent)}
svg .faint{opacity:.3}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:6px 20px;padding:0;margin:16px 0 0;font-size:.9rem;color:var(--soft)}
.key i,.legend i,.patch-row i{display:inline-block;width:.75em;height:.75em;border-radius:50%;margin-right:.5em}
.key .histogram i{background:var(--none)}.key .untrained i{background:var(--base)}.key .cytonet i{background:var(--accent)}
.loss path{fill:none;stroke:var(--accent);stroke-linejoin:round}
.loss .raw{opacity:.25;stroke-width:1}.loss .mean{stroke-width:2}
.loss .seed-1 path{stroke:var(--base)}.loss .seed-2 path{stroke:var(--none)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.93rem}
th,td{padding:8px 12px;text-align:right;white-space:nowrap}
thead th{font-weight:500;color:var(--soft);border-bottom:1px solid var(--line)}
th:first-child{text-align:left;font-weight:400}
.group th{padding-top:22px;font-weight:600;text-align:left;border-bottom:1px solid var(--line)}
.group span{font-weight:400;color:var(--soft);margin-left:8px}
tr.cytonet th{color:var(--accent);font-weight:600}
td.best{font-weight:650;color:var(--accent)}
td small{color:var(--soft);font-weight:400}
.maps{display:grid;grid-template-columns:1fr 1fr;gap:20px}
figure{margin:0}
.maps svg{border-radius:8px;border:1px solid var(--line);background:#fff}
figcaption{font-size:.85rem;color:var(--soft);margin-top:6px}
.maps.one{grid-template-columns:minmax(0,560px);justify-content:center}
.maps.three{grid-template-columns:repeat(3,1fr);gap:14px}
.absent{color:var(--soft);font-style:italic}
.zoom{display:flex;gap:22px;margin:0 0 32px;align-items:flex-start}
.zoom-panel{min-width:0}
.zoom-picture{position:relative}
.zoom-picture img{width:100%;height:100%;aspect-ratio:auto;object-fit:fill;border-radius:6px}
.cut-out .zoom-picture img,.view img{background:none;border-radius:0}
.zoom-picture .frame{position:absolute;inset:0;width:100%;height:100%;overflow:visible}
.frame rect{fill:none;stroke:var(--mark);stroke-width:1.6;vector-effect:non-scaling-stroke}
.frame .lead-line{fill:none;stroke:var(--mark);stroke-width:1;opacity:.6;vector-effect:non-scaling-stroke}
.scale{position:absolute;left:8px;bottom:7px;border-bottom:2.5px solid #111;font-size:.72rem;line-height:1.35;color:#111;text-align:center;white-space:nowrap;text-shadow:0 0 3px #fff,0 0 3px #fff,0 0 3px #fff;box-shadow:0 1px 0 #fff8}
.cut-out .scale{border-color:var(--ink);color:var(--ink);text-shadow:none;box-shadow:none}
.zoom figcaption b{color:var(--ink);display:block}
.coordinates .chance{stroke:var(--ink);stroke-width:2}
.cortex{display:grid;grid-template-columns:repeat(3,1fr);gap:18px 22px;align-items:end}
.cortex figure{text-align:center}.cortex .view{display:flex;justify-content:center}.view img{height:auto;aspect-ratio:auto}
.scatter path{fill:none;stroke-width:4.2;stroke-linecap:round;stroke-opacity:.75}
.maps .scatter{background:var(--ground)}
.matrix{max-width:760px;margin:0 auto}
.matrix .touch{fill:#111;opacity:.75}.matrix .name{fill:var(--ink)}.matrix .tree{fill:none;stroke:var(--soft);stroke-width:1.2}
.ramp{display:flex;align-items:center;justify-content:center;font-size:.8rem;color:var(--soft);margin-top:10px}
.ramp i{width:10px;height:12px}.ramp span{margin:0 8px}
.hops,.f1{list-style:none;margin:0;padding:0;font-size:.9rem}
.hops li{display:grid;grid-template-columns:230px 1fr 44px;gap:3px 14px;align-items:center;margin-bottom:14px}
.hops .chance{color:var(--soft);font-size:.8rem}.hops small,.f1 small{color:var(--soft)}
.hops .value,.f1 .value{text-align:right;font-variant-numeric:tabular-nums}
.stack{display:flex;height:24px;border-radius:5px;overflow:hidden}.stack.thin{height:8px;opacity:.55}.stack.thin i{font-size:0}
.stack i{font-style:normal;font-size:.75rem;color:#fff;text-align:center;line-height:24px;overflow:hidden;white-space:nowrap}
.stack .hop-1,.stack .hop-2{color:#222}
.attentions{display:grid;grid-template-columns:repeat(3,1fr);gap:20px}
.attention{display:grid;grid-template-columns:1fr 1fr;gap:4px}
.attention .over{position:relative}.attention .over svg{position:absolute;inset:0;height:100%;border-radius:5px}
.change+.change{margin-top:36px}.change p.soft{margin:4px 0 14px}
.shift{display:grid;grid-template-columns:80px 1fr 330px;gap:6px 14px;align-items:center;font-size:.88rem}
.shift .bar,.f1 .bar{height:10px;border-radius:5px;background:var(--line);overflow:hidden}
.shift .bar i,.f1 .bar i{display:block;height:100%;background:var(--accent)}
.pairs{display:grid;grid-template-columns:repeat(4,1fr);gap:18px;margin-top:16px}
.pair div{display:grid;grid-template-columns:1fr 1fr;gap:4px}.pair .moved{color:var(--bad)}.pair .kept{color:var(--good)}
.f1 li{display:grid;grid-template-columns:72px 1fr 40px;gap:0 12px;align-items:center;padding:3px 0}
.f1 small{grid-column:2/4;font-size:.76rem;line-height:1.25}
.f1{margin-top:12px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;margin:14px 0 0;padding:0;font-size:.85rem;color:var(--soft)}
.patches{display:grid;grid-template-columns:1fr 1fr;gap:18px 32px}
.patch-row>div{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:6px;margin-top:6px}
.patch-row h4{font-weight:500}
img{display:block;width:100%;aspect-ratio:1;border-radius:5px;background:#ddd}
.neighbours{display:grid;gap:20px}
.neighbour-row{display:grid;grid-template-columns:minmax(0,1.15fr) 28px repeat(6,minmax(0,1fr));gap:10px;align-items:center}
.neighbour-row figcaption{font-size:.78rem;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;margin-top:4px}
.arrow{color:var(--soft);text-align:center;padding-bottom:20px}
.same img{outline:2px solid var(--good);outline-offset:1px}.other img{outline:2px solid var(--bad);outline-offset:1px}
.same figcaption{color:var(--good)}.other figcaption{color:var(--bad)}
.stages{list-style:none;margin:0;padding:0;font-size:.9rem}
.stages li{display:grid;grid-template-columns:150px 1fr 84px;gap:12px;align-items:center;padding:4px 0}
.stages .bar{height:8px;border-radius:4px;background:var(--line);overflow:hidden}
.stages .bar i{display:block;height:100%;min-width:2px;background:var(--accent);border-radius:4px}
.stages .time{text-align:right;color:var(--soft);font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:auto 1fr;gap:6px 20px;margin:0;font-size:.9rem}
dt{color:var(--soft)}dd{margin:0}
.notes{padding-left:1.1em;margin:0}.notes li{margin-bottom:8px;max-width:75ch}
footer{margin-top:72px;padding-top:20px;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem}
@media (max-width:760px){main{padding:32px 18px 64px}h1{font-size:1.9rem}.numbers,.columns,.maps,.maps.three,.patches,.cortex,.attentions,.pairs,.shift,.hops li{grid-template-columns:1fr}.zoom{flex-direction:column}.zoom-panel{width:100%;flex:none!important}.lead-line{display:none}.neighbour-row{grid-template-columns:repeat(4,minmax(0,1fr))}.arrow{display:none}.number b{font-size:2rem}}
@media print{body{background:#fff}section{break-inside:avoid;margin-top:36px}.card{border-color:#ccc}}
`;
