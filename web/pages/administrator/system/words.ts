/** The words for settings and schedules, beside the names under which they are set. */
import type { Language } from '../../../language/language.js';

export interface ShownSetting {
  /** As the settings name it: `mail.kind`. */
  name: string;
  words: string;
  /** Empty where it is not set. */
  value: string;
}

/** Where the folder says what it is, the setting that a fresh one would have been made by says nothing more. */
const OVERTAKEN: Readonly<Record<string, string>> = { demo: 'dataFolderKind' };

/** Settings as lines. Secrets are masked before they come here. */
export function settingsInWords(settings: Readonly<Record<string, unknown>>, { has, say }: Language): ShownSetting[] {
  const lines = flat(settings);
  const isSet = (name: string): boolean => lines.some((line) => line.name === name && line.value !== '');
  return lines
    .filter(({ name }) => !isSet(OVERTAKEN[name] ?? ''))
    .map(({ name, value }) => {
      const key = name.replaceAll('.', '_');
      return {
        name,
        words: has(`setting.${key}`) ? say(`setting.${key}`) : name,
        value: has(`settingValue.${key}_${value}`) ? say(`settingValue.${key}_${value}`) : value,
      };
    });
}

function flat(of: Readonly<Record<string, unknown>>, above = ''): { name: string; value: string }[] {
  return Object.entries(of).flatMap(([key, value]) => {
    const name = `${above}${key}`;
    if (value === undefined || value === null) return [{ name, value: '' }];
    if (Array.isArray(value)) return [{ name, value: value.map(String).join(', ') }];
    if (typeof value === 'object') return flat(Object.fromEntries(Object.entries(value)), `${name}.`);
    return [{ name, value: typeof value === 'string' ? value : JSON.stringify(value) }];
  });
}

/** `rollcall/retry-parked`, by its last part. */
export function scheduleWords(id: string, { has, say }: Language): string {
  const key = `schedule.${id.slice(id.lastIndexOf('/') + 1)}`;
  return has(key) ? say(key) : id;
}
