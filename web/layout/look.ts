import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Authority, Contact } from '../../register/index.js';

/** How an authority shows itself on every page. */
export interface Look {
  name: string;
  email: string | null;
  phone: string | null;
  /** The whole address of the colour's style sheet, without which the colour is Rollcall's own; null for that one. */
  colourSheet: string | null;
}

const settings = z.object({
  email: z.string().optional().catch(undefined),
  phone: z.string().optional().catch(undefined),
  /** Six hexadecimal digits after a `#`: the band at the top. White text on it has to be readable. */
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional()
    .catch(undefined),
});

/** WCAG 2.2 AA for ordinary text. */
export const LEAST_CONTRAST = 4.5;

export function lookOf(authority: Authority | null, team: Contact | null): Look {
  const { email, phone, colour } = settings.catch({}).parse(authority?.settings ?? {});
  const readable = colour !== undefined && contrastWithWhite(colour) >= LEAST_CONTRAST;
  return {
    name: authority?.name ?? '',
    email: team?.email ?? email ?? null,
    phone: team?.phone ?? phone ?? null,
    colourSheet: readable ? `/look/${colour.slice(1).toLowerCase()}.css` : null,
  };
}

/** The contrast of white text on a colour, 1 to 21, as WCAG counts it. */
export function contrastWithWhite(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

/** One colour as a style sheet: the CSP allows no style in a page. Whoever asks for an unreadable one gets none. */
export function sendColourSheet(request: Request, response: Response, next: () => void): void {
  const [, colour] = /^\/look\/([0-9a-f]{6})\.css$/.exec(request.path) ?? [];
  if (colour === undefined || contrastWithWhite(`#${colour}`) < LEAST_CONTRAST) {
    next();
    return;
  }
  response
    .type('css')
    .set('Cache-Control', 'public, max-age=31536000, immutable')
    .send(`:root { --app-brand: #${colour}; }\n`);
}
