import type { Client } from '@temporalio/client';
import type { Instant } from '../../domain/time.js';
import { percentile } from '../statistics.js';
import { figure, type Row } from '../table.js';
import { seededRegister } from './register.js';
import { servePages } from './servedPages.js';

const REQUESTS = 5;
const MANAGER = 'manager-a';
/** The seeded cases lie before it. */
const NOW: Instant = '2026-12-20T09:00:00Z';

const REPORTS: readonly (readonly [string, string])[] = [
  ['dashboard', '/overview'],
  ['late deadlines', '/overview/breaches'],
  ['cases, the preview', '/reports'],
  ['cases, figures', '/reports?what=figures'],
  ['cases, the whole file as CSV', '/reports/export?report=cases&format=csv'],
  ['national return', '/reports/return?census-day=18&census-month=12&census-year=2026'],
  ['missed deadlines by rule and month', '/reports/breaches'],
  ['data quality', '/reports/data-quality'],
];

/** What looks over all cases at once, from the request to the last byte, on a register with so many of them. */
export async function measureReports(databaseUrl: string, temporal: Client, cases: number): Promise<Row[]> {
  const pages = await servePages(await seededRegister(databaseUrl, cases), temporal, MANAGER, NOW);
  try {
    const rows: Row[] = [];
    for (const [what, path] of REPORTS) {
      const slowest = percentile(await pages.times(path, REQUESTS), 1);
      rows.push({
        what: `report: ${what}, ${figure(cases)} cases, slowest of ${REQUESTS}`,
        seen: `${figure(slowest)} ms`,
      });
    }
    return rows;
  } finally {
    await pages.stop();
  }
}
