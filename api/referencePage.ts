import { z } from 'zod';
import { PROBLEMS } from './problem.js';
import type { OpenApi } from './openapi.js';

const operationShape = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() }).loose())
    .optional(),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: z.unknown(), example: z.unknown() }).partial()) })
    .loose()
    .optional(),
  responses: z.record(z.string(), z.object({ description: z.string() }).loose()),
});
const pathsShape = z.record(z.string(), z.record(z.string(), operationShape));

/** The reference as one page that needs no script: what may be asked, with an example of each. */
export function referencePage(document: OpenApi): string {
  const operations = Object.entries(pathsShape.parse(JSON.parse(JSON.stringify(document.paths ?? {})))).flatMap(
    ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return `<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference – Rollcall</title><link rel="stylesheet" href="/api/style.css"></head>
<body>
<main>
<h1>API reference</h1>
<p>${text(document.info.description ?? '')}</p>
<p>Send a token with each request: <code>Authorization: Bearer rollcall_…</code>. The same as data: <a href="/v1/openapi.json">OpenAPI 3.1</a>.</p>
<nav aria-label="Operations"><ul>
${operations.map(({ path, method, operation }) => `<li><a href="#${text(operation.operationId)}"><code>${text(method.toUpperCase())} ${text(path)}</code></a> ${text(operation.summary)}</li>`).join('\n')}
</ul></nav>
${operations.map(section).join('\n')}
<section><h2 id="problems">Problems</h2><table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead><tbody>
${Object.entries(PROBLEMS)
  .map(
    ([code, { status, title }]) =>
      `<tr><td><code>${text(code)}</code></td><td>${status}</td><td>${text(title)}</td></tr>`,
  )
  .join('\n')}
</tbody></table></section>
</main>
</body></html>
`;
}

interface Shown {
  path: string;
  method: string;
  operation: z.output<typeof operationShape>;
}

function section({ path, method, operation }: Shown): string {
  const fields = (operation.parameters ?? []).map(
    (one) => `<li><code>${text(one.name)}</code> in ${text(one.in)}${one.required === true ? ', required' : ''}</li>`,
  );
  const example = operation.requestBody?.content['application/json']?.example;
  const schema = operation.requestBody?.content['application/json']?.schema;
  const answers = Object.entries(operation.responses).map(
    ([status, { description }]) => `<li><code>${text(status)}</code> ${text(description)}</li>`,
  );
  return `<section><h2 id="${text(operation.operationId)}">${text(operation.summary)}</h2>
<p><code>${text(method.toUpperCase())} ${text(path)}</code></p>
${operation.description
  .split('\n\n')
  .map((part) => `<p>${text(part)}</p>`)
  .join('\n')}
${fields.length === 0 ? '' : `<h3>Parameters</h3><ul>${fields.join('')}</ul>`}
${example === undefined ? '' : `<h3>Example</h3><pre>${text(JSON.stringify(example, null, 2))}</pre>`}
${schema === undefined ? '' : `<details><summary>Schema</summary><pre>${text(JSON.stringify(schema, null, 2))}</pre></details>`}
<h3>Answers</h3><ul>${answers.join('')}</ul></section>`;
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (raw: string): string => raw.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

export const referenceStyle = `body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; color: #0b0c0c; background: #fff; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
section { border-top: 1px solid #b1b4b6; margin-top: 2rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.95rem; }
pre { background: #f3f2f1; padding: 1rem; overflow-x: auto; }
table { border-collapse: collapse; } td, th { text-align: left; padding: 0.25rem 1rem 0.25rem 0; }
a:focus { outline: 3px solid #fd0; }
`;
