import { nothing, page, redirectTo, show, type Page } from '../../../page.js';
import { only } from '../../../security/policies.js';
import type { WebServices } from '../../../services.js';
import { progressPath, toldPath, trainingPath } from '../paths.js';

/** How far the demonstration has come on its way to the chosen day. Looked at again by a link: nothing moves by itself. */
export const progressPage = ({ api }: WebServices): Page =>
  page({
    id: 'trainingProgress',
    path: progressPath.pattern,
    may: only('trainer'),
    audit: { action: 'training.progress', object: 'demonstration' },
    params: nothing,
    query: nothing,
    template: 'trainer/progress/progress.njk',
    load: async ({ visitor: { authority }, note }) => {
      const progress = (await api.demonstration?.progress(authority)) ?? null;
      if (progress === null)
        return redirectTo(trainingPath.pattern, { text: 'trainingProgress.none', kind: 'information' });
      note({ there: progress.there, cases: progress.cases });
      return show({
        ...progress,
        againPath: progressPath.pattern,
        toldPath: toldPath.to({}, { from: progress.from, to: progress.to }),
        back: trainingPath.pattern,
      });
    },
  });
