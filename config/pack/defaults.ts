import type { Defaults } from '../../domain/policy.js';
import { clean } from './clean.js';
import type { Complain, Layers } from './layers.js';

/** Each default from the first layer that sets it. */
export function compileDefaults(layers: Layers, complain: Complain): Defaults {
  const set = layers.reduceRight<Partial<Defaults>>(
    (merged, layer) => ({ ...merged, ...clean(layer.pack.defaults ?? {}) }),
    {},
  );
  const {
    digestTime,
    reminderWorkingDays,
    chaseWorkingDays,
    chaseManagerWorkingDays,
    reviewWeeks,
    concernTaskMinutes,
    concernDeputyMinutes,
    concernManagerMinutes,
    ageNoticeDays,
  } = set;
  if (
    digestTime === undefined ||
    reminderWorkingDays === undefined ||
    chaseWorkingDays === undefined ||
    chaseManagerWorkingDays === undefined ||
    reviewWeeks === undefined ||
    concernTaskMinutes === undefined ||
    concernDeputyMinutes === undefined ||
    concernManagerMinutes === undefined ||
    ageNoticeDays === undefined
  ) {
    const last = layers[layers.length - 1];
    if (last !== undefined) complain(last, ['defaults'], 'expected every default of the system layer');
    return {
      digestTime: '09:00',
      reminderWorkingDays: 1,
      chaseWorkingDays: [],
      chaseManagerWorkingDays: 15,
      reviewWeeks: 4,
      concernTaskMinutes: 60,
      concernDeputyMinutes: 30,
      concernManagerMinutes: 60,
      ageNoticeDays: [],
    };
  }
  return {
    digestTime,
    reminderWorkingDays,
    chaseWorkingDays,
    chaseManagerWorkingDays,
    reviewWeeks,
    concernTaskMinutes,
    concernDeputyMinutes,
    concernManagerMinutes,
    ageNoticeDays,
  };
}
