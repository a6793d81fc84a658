import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

const ONE_YEAR_SECONDS = 31_536_000;

/** The nonce of this answer's one inline script, the template's own. */
export const nonceOf = (response: Response): string => {
  const locals: Record<string, unknown> = response.locals;
  return typeof locals.cspNonce === 'string' ? locals.cspNonce : '';
};

/** What a browser may do with a page: our own script, style, picture and form target; nothing else, framed by nobody. */
export function pageHeaders(): RequestHandler[] {
  return [
    (_request, response, next) => {
      response.locals.cspNonce = randomBytes(18).toString('base64url');
      // Assets say otherwise; a page with somebody's data is never kept.
      response.setHeader('Cache-Control', 'no-store');
      next();
    },
    (request, response, next) => {
      helmet({
        contentSecurityPolicy: {
          useDefaults: false,
          directives: {
            defaultSrc: ["'none'"],
            scriptSrc: ["'self'", `'nonce-${nonceOf(response)}'`],
            styleSrc: ["'self'"],
            imgSrc: ["'self'"],
            fontSrc: ["'self'"],
            connectSrc: ["'self'"],
            manifestSrc: ["'self'"],
            formAction: ["'self'"],
            baseUri: ["'none'"],
            frameAncestors: ["'none'"],
          },
        },
        strictTransportSecurity: { maxAge: ONE_YEAR_SECONDS, includeSubDomains: true },
        referrerPolicy: { policy: 'no-referrer' },
        crossOriginOpenerPolicy: { policy: 'same-origin' },
        crossOriginResourcePolicy: { policy: 'same-origin' },
        crossOriginEmbedderPolicy: { policy: 'require-corp' },
        xFrameOptions: { action: 'deny' },
      })(request, response, next);
    },
  ];
}
