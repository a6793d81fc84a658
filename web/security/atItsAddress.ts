import type { RequestHandler } from 'express';
import type { WebServices } from '../services.js';

/**
 * A demonstration is at 127.0.0.1, and somebody types localhost: the way back from the sign-in would find no session
 * there. Such a browser is sent to the one address that has been given out.
 */
export const atItsAddress =
  (web: WebServices): RequestHandler =>
  (request, response, next) => {
    const here = web.publicUrl();
    if (web.secure || here === '' || request.method !== 'GET' || request.hostname !== 'localhost') {
      next();
      return;
    }
    const { hostname } = new URL(here);
    if (hostname === 'localhost') next();
    else response.redirect(302, new URL(request.originalUrl.replace(/^\/+/, '/'), here).href);
  };
