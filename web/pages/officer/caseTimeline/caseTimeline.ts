import { z } from 'zod';
import { casePath as caseParam } from '../../../../api/schemas/queries.js';
import { page, show, type Page } from '../../../page.js';
import { onCase, readers } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { caseFrame } from '../case/frame.js';
import { caseQuery, openCase } from '../case/openCase.js';
import { checksPath, timelinePath } from '../paths.js';
import { inStrokes, KIND_OF, KINDS, timelineItem } from './items.js';

const SIZE = 50;

const query = caseQuery.extend({
  kind: z.enum(KINDS).optional().catch(undefined),
  episode: z.coerce.number().int().min(1).max(999).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(9_999).catch(1),
});

/** All that happened on a case, the newest first. */
export const caseTimelinePage = (web: WebServices): Page =>
  page({
    id: 'caseTimeline',
    path: timelinePath.pattern,
    may: onCase(readers),
    audit: { action: 'enquiry.timeline', object: 'enquiry', param: 'case' },
    params: caseParam,
    query,
    template: 'officer/caseTimeline/caseTimeline.njk',
    load: async (call) => {
      const { visitor, params } = call;
      const { kind, episode, page: number, seq } = call.query;
      const open = await openCase(web, call, params.case, seq);
      let current = 1;
      const events = open.read.enquiry.timeline.map(({ event, carriedOutAt }) => {
        if (event.type === 'episodeStarted') current = event.episode;
        return { event, carriedOutAt, episode: current };
      });
      const wanted = events
        .filter((one) => kind === undefined || KIND_OF[one.event.type] === kind)
        .filter((one) => episode === undefined || one.episode === episode)
        .reverse();
      const address = (change: Record<string, string>): string =>
        timelinePath.to(
          { case: params.case },
          {
            ...(kind === undefined ? {} : { kind }),
            ...(episode === undefined ? {} : { episode: String(episode) }),
            ...change,
          },
        );
      const from = (number - 1) * SIZE;
      return show(
        {
          frame: caseFrame(open, visitor, 'timeline'),
          kinds: KINDS,
          kind: kind ?? null,
          episode: episode ?? null,
          episodes: current,
          timelinePath: timelinePath.to({ case: params.case }),
          items: inStrokes(
            wanted.slice(from, from + SIZE).map(({ event, carriedOutAt }) => timelineItem(open, event, carriedOutAt)),
          ),
          checksPath: checksPath.to({ case: params.case }),
          all: events.length,
          total: wanted.length,
          from: from + 1,
          to: Math.min(from + SIZE, wanted.length),
          newer: number > 1 ? address(number === 2 ? {} : { page: String(number - 1) }) : null,
          older: from + SIZE < wanted.length ? address({ page: String(number + 1) }) : null,
        },
        { reference: open.read.enquiry.case.reference },
      );
    },
  });
