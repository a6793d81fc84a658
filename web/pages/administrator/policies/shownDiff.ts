import type { PackDiff } from '../../../../config/pack/diff/diff.js';
import type { Language } from '../../../language/language.js';

/** What two versions change, by the parts of a pack in the order of the language. */
export const shownDiff = ({ from, to, changes }: PackDiff, { has, say }: Language) => ({
  from,
  to,
  count: changes.length,
  groups: [...new Set(changes.map(({ section }) => section))].map((section) => {
    const key = `packPart.${section.replaceAll('.', '_')}`;
    return { title: has(key) ? say(key) : section, changes: changes.filter((one) => one.section === section) };
  }),
});
