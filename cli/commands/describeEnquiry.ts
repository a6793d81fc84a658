import { z } from 'zod';

const rule = z.looseObject({ title: z.string().optional(), source: z.string().nullish() });
const due = rule.extend({
  rule: z.string(),
  due: z.string().nullable(),
  state: z.string(),
  reason: z.string().optional(),
  clock: z
    .looseObject({ event: z.string(), from: z.string(), amount: z.number(), unit: z.string(), mode: z.string() })
    .nullish(),
  skipped: z.array(z.looseObject({ date: z.string(), why: z.string() })).default([]),
});

/** What `show` reads of an enquiry; more may come. */
export const enquiryShape = z.looseObject({
  reference: z.string(),
  status: z.string().default('received'),
  stage: z.string().default('received'),
  risk: z.string().nullish(),
  policy: z.string().default(''),
  rehearsed: z.boolean().default(false),
  deadlines: z.array(due).default([]),
  checks: z
    .array(rule.extend({ id: z.string(), state: z.string(), required: z.boolean(), result: z.string().nullable() }))
    .default([]),
  gates: z
    .array(
      z.looseObject({
        action: z.string(),
        open: z.boolean(),
        blockedBy: z.array(z.looseObject({ rule: z.string(), why: z.string() })),
      }),
    )
    .default([]),
  tasks: z
    .array(rule.extend({ kind: z.string(), for: z.string(), due: z.string().nullable(), rule: z.string() }))
    .default([]),
  timeline: z
    .array(
      z.looseObject({ at: z.string(), type: z.string(), rule: z.string().optional(), title: z.string().optional() }),
    )
    .default([]),
  messages: z
    .array(
      z.looseObject({
        at: z.string(),
        rule: z.string(),
        purpose: z.string(),
        recipient: z.string(),
        state: z.string(),
      }),
    )
    .default([]),
  live: z
    .looseObject({
      available: z.boolean(),
      why: z.string().optional(),
      now: z.string().optional(),
      nextWake: z.string().nullish(),
    })
    .optional(),
});

export type EnquiryShown = z.output<typeof enquiryShape>;

const words = (id: string): string => id.replaceAll('_', ' ');

/** An enquiry as an officer reads it on a terminal: what is due and why, what is open, what blocks what. */
export function describeEnquiry(enquiry: EnquiryShown): string {
  const { live } = enquiry;
  return [
    `${enquiry.reference}  ${enquiry.status}, ${enquiry.stage}${enquiry.risk == null ? '' : `, ${enquiry.risk}`}  (${enquiry.policy})`,
    ...(enquiry.rehearsed ? ['Moved in time: a demonstration, for ever.'] : []),
    ...(live === undefined
      ? []
      : [
          live.available
            ? `The running enquiry: its time is ${live.now ?? '?'}, it wakes next ${live.nextWake ?? 'when somebody acts'}`
            : `The running enquiry does not answer: ${live.why ?? ''}`,
        ]),
    ...section('Deadlines', enquiry.deadlines.flatMap(deadlineLines)),
    ...section(
      'Checks',
      enquiry.checks.map(
        (c) =>
          `${c.id.padEnd(9)} ${c.state.padEnd(14)} ${c.title ?? ''}${c.required ? '' : ' (optional)'}${c.result === null ? '' : `: ${words(c.result)}`}`,
      ),
    ),
    ...section(
      'Tasks',
      enquiry.tasks.map((t) => `${t.kind} for ${t.for}${t.due === null ? '' : `, by ${t.due}`}  [${t.rule}]`),
    ),
    ...section(
      'Gates',
      enquiry.gates.flatMap((g) => [
        `${g.action}: ${g.open ? 'open' : 'shut'}`,
        ...g.blockedBy.map((b) => `    ${b.rule}: ${b.why}`),
      ]),
    ),
    ...section(
      'Messages',
      enquiry.messages.map((m) => `${m.at}  ${m.purpose} to ${m.recipient}  ${m.state}  [${m.rule}]`),
    ),
    ...section(
      'Timeline',
      enquiry.timeline.map(
        (e) =>
          `${e.at}  ${e.type}${e.rule === undefined ? '' : `  [${e.rule}]`}${e.title === undefined ? '' : ` ${e.title}`}`,
      ),
    ),
  ].join('\n');
}

const section = (title: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

function deadlineLines(d: z.output<typeof due>): string[] {
  const head = `${d.rule.padEnd(9)} ${d.state.padEnd(10)} ${d.due ?? 'no date'}  ${d.title ?? ''}${d.source == null ? '' : ` (${d.source})`}`;
  if (d.clock == null) return [head];
  const { amount, unit, mode, event, from } = d.clock;
  const skipped = d.skipped.map(({ date, why }) => `${date} ${why}`).join(', ');
  return [
    head,
    `          why: ${amount} ${words(unit)}s ${mode} ${words(event)} on ${from}${skipped === '' ? '' : `; passed over: ${skipped}`}${d.reason === undefined ? '' : `; ${d.reason}`}`,
  ];
}
