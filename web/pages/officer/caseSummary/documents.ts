/** The case on paper: the same parts for the page that is printed and for the file. */
import { eventWords } from '../../../../config/caseWords/eventWords.js';
import { capital, factName, idWords, valueWords } from '../../../../config/caseWords/words.js';
import { schoolName, type School } from '../../../schools.js';
import { actionWords, blockersByRule } from '../caseOverview/caseOverview.js';
import { ageOn } from '../case/age.js';
import { childName } from '../case/frame.js';
import type { OpenCase } from '../case/openCase.js';

export interface CaseDocument {
  /** Without a name: it stands in the window of whoever reads the file. */
  title: string;
  sections: Section[];
}

export interface Section {
  heading: string;
  /** Each with what it is about; empty where there is nothing, which `empty` says. */
  rows: { key: string; value: string }[];
  empty: string;
}

/** What is known of a case and where it stands. Withheld addresses are left out: paper leaves the building. */
export function summaryDocument(open: OpenCase, schools: readonly School[]): CaseDocument {
  const { read, standing, names, today, language } = open;
  const { say, dates } = language;
  const { enquiry } = read;
  const { child, case: row } = enquiry;
  const missing = say('case.notProvided');
  const section = (heading: string, rows: Section['rows'], empty = missing): Section => ({
    heading: say(`caseSummary.${heading}`),
    rows,
    empty,
  });
  const line = (key: string, value: string | null | undefined): Section['rows'][number] => ({
    key: say(key),
    value: value == null || value === '' ? missing : value,
  });
  const born = child?.date_of_birth ?? null;
  const view = standing?.view;
  const state = standing?.state;
  return {
    title: say('caseSummary.title', { reference: row.reference }),
    sections: [
      section('child', [
        line('casePeople.name', childName(child)),
        line(
          'case.born',
          born === null ? null : `${dates.day(born)} (${say('case.age', { age: ageOn(born, today) })})`,
        ),
        line('casePeople.upn', row.upn),
        line('casePeople.school', child?.school == null ? null : schoolName(schools, child.school)),
        ...enquiry.addresses
          .filter(({ withheld }) => !withheld)
          .map(({ kind, lines, postcode }) => ({
            key: `${say('casePeople.address')} (${idWords(kind, language)})`,
            value: [...lines.split('\n'), postcode ?? ''].filter((part) => part !== '').join(', '),
          })),
        ...(enquiry.addresses.some(({ withheld }) => withheld)
          ? [line('casePeople.address', say('caseSummary.withheld'))]
          : []),
      ]),
      section('case', [
        line('case.referenceLabel', row.reference),
        line('caseOverview.state', say(`status.${state?.status ?? 'received'}`)),
        ...(view === undefined || state === undefined
          ? []
          : [
              line('caseOverview.stage', say(`stages.${view.stage}`)),
              line('caseOverview.risk', view.risk === null ? say('caseOverview.noRisk') : capital(view.risk)),
              line('case.officer', view.assignee === null ? say('case.nobody') : names.person(view.assignee)),
              line('caseOverview.received', dates.moment(state.receivedAt)),
              line(
                'caseOverview.accepted',
                state.acceptedAt === null ? say('caseOverview.notAccepted') : dates.moment(state.acceptedAt),
              ),
              line(
                'caseOverview.cmeFrom',
                state.cmeFrom === null ? say('caseOverview.noCmeFrom') : dates.day(state.cmeFrom.date),
              ),
              line(
                'caseOverview.outcomeKey',
                state.outcome === null ? say('caseOverview.noOutcome') : say(`outcomes.${state.outcome.outcome}`),
              ),
              ...(state.endedAt === null ? [] : [line('status.closed', dates.moment(state.endedAt))]),
              line(
                'caseOverview.policy',
                read.policy === null ? view.policy : `${read.policy.compiled.title} (${view.policy})`,
              ),
            ]),
      ]),
      section(
        'concerns',
        enquiry.concerns.map((one) => ({
          key: `${capital(idWords(one.kind, language))}, ${dates.moment(one.raised_at)}`,
          value: say(
            `caseSummary.${one.resolved_at !== null ? 'resolved' : one.acknowledged_at !== null ? 'acknowledged' : 'unacknowledged'}`,
          ),
        })),
        say('caseSummary.noConcerns'),
      ),
      section(
        'deadlines',
        (view?.deadlines ?? []).map((one) => ({
          key: names.rule(one.rule) || one.rule,
          value: `${one.due === null ? say('caseOverview.noDate') : dates.day(one.due)}, ${say(`deadlines.${one.state}`).toLowerCase()}`,
        })),
        say('caseOverview.noDeadlines'),
      ),
      section(
        'checks',
        (view?.checks ?? []).map((one) => ({
          key: names.rule(one.id) || one.id,
          value: [
            say(`caseChecks.statuses.${CHECK_STATES[one.state]}`),
            one.result === null ? '' : capital(idWords(one.result, language)),
            one.doneAt === null ? '' : dates.moment(one.doneAt),
          ]
            .filter((part) => part !== '')
            .join(', '),
        })),
        say('caseChecks.noneOpen'),
      ),
      section(
        'blocks',
        (view?.gates ?? [])
          .filter((gate) => !gate.open)
          .map((gate) => ({
            key: actionWords(gate.action, open),
            value: blockersByRule(open, gate.blockedBy)
              .map(({ rule, title, whys }) => `${title} (${rule}): ${whys.join('; ')}.`)
              .join('\n'),
          })),
        say('caseOverview.gateOpen'),
      ),
      section(
        'facts',
        (view?.facts ?? []).map(({ fact, value, from, by }) => ({
          key: capital(factName(fact, language)),
          value: `${capital(valueWords(value, language))}. ${capital(
            by === 'system'
              ? say('caseOverview.derived', { when: dates.moment(from) })
              : say('caseOverview.statedBy', { when: dates.moment(from), who: names.person(by) }),
          )}`,
        })),
        say('caseOverview.noFacts'),
      ),
    ],
  };
}

const CHECK_STATES = {
  open: 'notStarted',
  waiting: 'waiting',
  done: 'completed',
  not_applicable: 'notNeeded',
} as const;

/** What was found, by whom and when, with the evidence as it was written, in the order of the record. */
export function evidenceDocument(open: OpenCase): CaseDocument {
  const { read, names, language } = open;
  const { say, dates } = language;
  const rows = read.enquiry.timeline.flatMap(({ event }) => {
    if (!EVIDENCE.includes(event.type)) return [];
    const { what, written = [] } = eventWords(event, names, language);
    const title = 'rule' in event ? names.rule(event.rule ?? '') || (event.rule ?? '') : '';
    return [
      {
        key: title === '' ? capital(idWords(event.type, language)) : title,
        value: [
          `${what}.`,
          ...written.map(({ field, text }) => `${say(`caseTimeline.written.${field}`)} ${text}`),
          say('caseSummary.enteredBy', {
            when: dates.moment(event.at),
            who: event.by === 'system' ? say('caseTimeline.system') : names.person(event.by),
          }),
        ].join('\n'),
      },
    ];
  });
  return {
    title: say('caseSummary.evidenceTitle', { reference: read.enquiry.case.reference }),
    sections: [{ heading: say('caseSummary.evidence'), rows, empty: say('caseSummary.noEvidence') }],
  };
}

const EVIDENCE: readonly string[] = [
  'checkRecorded',
  'checkAttempted',
  'checkNotApplicable',
  'partnerAsked',
  'partnerReplied',
  'noticeServed',
  'adviceGiven',
];
