/** An explanation as one page that can be handed to a committee: no script, nothing loaded from elsewhere, fit to print. */
import { english } from '../../language/english.js';
import { skippedInWords } from './counted.js';
import type { CountedDate, ExplainedRule, ExplainedSection, Explanation } from './explanation.js';
import { originInWords } from './text.js';

export function explanationHtml(explanation: Explanation): string {
  const { policy, title, authority, document, effectiveFrom, from, sections } = explanation;
  const about = [authority, document].filter((part) => part !== undefined).join(' – ');
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What the policy does: ${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the rules</a>
<header>
<h1>What the policy does: ${escaped(title)}</h1>
<p>${about === '' ? '' : `${escaped(about)}. `}Policy pack ${escaped(policy)}, for referrals from ${english().dates.day(effectiveFrom)}.</p>
<p>The dates are those of an imagined referral on ${english().dates.day(from)}, on which every event happens.</p>
</header>
<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ol>
${sections.map(({ id, title: heading }) => `<li><a href="#${id}">${escaped(heading)}</a></li>`).join('\n')}
</ol>
</nav>
<main id="content">
${sections.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`;
}

const sectionHtml = ({ id, title, intro, rules }: ExplainedSection): string => `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(title)}</h2>
${intro === undefined ? '' : `<p>${escaped(intro)}</p>`}
${rules.map(ruleHtml).join('\n')}
</section>`;

function ruleHtml(rule: ExplainedRule): string {
  const { rule: id, title, says, dates, guidance, readings, basis } = rule;
  const beside = [
    ...guidance.map((shown) => `Shown beside it: <b>${escaped(shown.rule)}</b> ${escaped(shown.title)}`),
    ...readings.map((reading) => `Reading: ${escaped(reading)}`),
  ];
  return `<article>
<h3><span class="id">${escaped(id)}</span> ${escaped(title)}</h3>
${rule.source === '' ? '' : `<p class="${basis === 'system default' ? 'origin default' : 'origin'}">${escaped(originInWords(rule))}</p>`}
${says.map((said) => `<p>${escaped(said)}</p>`).join('\n')}
${dates.length === 0 ? '' : datesHtml(id, dates)}
${beside.length === 0 ? '' : `<ul>\n${beside.map((line) => `<li>${line}</li>`).join('\n')}\n</ul>`}
</article>`;
}

function datesHtml(id: string, dates: readonly CountedDate[]): string {
  const row = ({ what, event, from, to, at, skipped, missing, basis }: CountedDate): string =>
    `<tr><th scope="row">${escaped(what)}${basis === 'system default' ? ' <small>(system default)</small>' : ''}</th><td>${escaped(event)}, ${english().dates.day(from)}</td><td>${to === null ? `cannot be counted: ${escaped(missing ?? '')}` : `${english().dates.day(to)}${at === undefined ? '' : ` at ${at}`}`}</td><td>${escaped(skippedInWords(skipped))}</td></tr>`;
  return `<table>
<caption>Dates of ${escaped(id)}</caption>
<thead><tr><th scope="col">What</th><th scope="col">Counted from</th><th scope="col">Day</th><th scope="col">Days that do not count</th></tr></thead>
<tbody>
${dates.map(row).join('\n')}
</tbody>
</table>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; color: #0b0c0c; background: #fff; max-width: 50rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.75rem; line-height: 1.2; }
h2 { font-size: 1.375rem; border-bottom: 2px solid #0b0c0c; margin-top: 2.5rem; }
h3 { font-size: 1.0625rem; margin: 1.5rem 0 0; }
p { margin: .25rem 0; }
a { color: #1d4f91; }
a:focus { outline: 3px solid #ffdd00; background: #ffdd00; color: #0b0c0c; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
.id { font-variant-numeric: tabular-nums; white-space: nowrap; }
.origin { color: #454b4f; }
.default { border-left: 4px solid #6f777b; padding-left: .5rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .9375rem; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #b1b4b6; padding: .25rem .5rem .25rem 0; }
ul { margin: .25rem 0; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav a, main a { color: inherit; text-decoration: none; }
  .skip { display: none; }
  h2, h3 { break-after: avoid; }
  article, tr { break-inside: avoid; }
  @page { margin: 18mm; }
}
`;
