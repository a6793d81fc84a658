import { judgeSchoolDay } from '../calendar/count.js';
import type { Person, PersonInput } from '../inputs.js';
import { dayNumber, isoDate } from '../time.js';
import { refuse, type Turn } from './turn.js';

/** Codes of the run that ground NAT-R9-I counts: leave, reason not yet established, unauthorised. Any other breaks it. */
const RUN_CODES = ['G', 'N', 'O'];

/** Records one day's attendance code; the run of G, N and O is derived from what is recorded, never from dates alone. */
export function recordAttendance(turn: Turn, input: PersonInput & { do: 'recordAttendance' }, by: Person): void {
  const { date, code } = input;
  if (date > turn.today) refuse('invalid', 'the date lies in the future', { field: 'date' });
  const judged = judgeSchoolDay(turn.world.calendars, dayNumber(date));
  if ('counts' in judged && !judged.counts)
    refuse('invalid', `no pupils attend on ${date}${judged.why === undefined ? '' : `: ${judged.why}`}`, {
      field: 'date',
    });
  const codes = new Map(turn.state.attendance.map((a) => [a.date, a.code]));
  codes.set(date, code);
  turn.emit({ type: 'attendanceRecorded', date, code, run: runOf(turn, codes) }, by);
}

/** School days in a row, back from the last one recorded, each coded G, N or O. A day without a record ends it. */
function runOf(turn: Turn, codes: Map<string, string>): number {
  const last = [...codes.keys()].sort().at(-1);
  if (last === undefined) return 0;
  let run = 0;
  for (let day = dayNumber(last); ; day -= 1) {
    const judged = judgeSchoolDay(turn.world.calendars, day);
    if ('missing' in judged) return run;
    if (!judged.counts) continue;
    const code = codes.get(isoDate(day));
    if (code === undefined || !RUN_CODES.includes(code)) return run;
    run += 1;
  }
}
