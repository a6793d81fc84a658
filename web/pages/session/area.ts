import type { Area } from '../../pages.js';
import type { WebServices } from '../../services.js';
import { callbackPage } from './callback/callback.js';
import { everyonePage } from './everyone/everyone.js';
import { prolongPage, sessionPage } from './session/session.js';
import { signInPage } from './signIn/signIn.js';
import { signedOutPage, signOutPage } from './signOut/signOut.js';

/** Coming in, staying, and going out. */
export const sessionArea = (web: WebServices): Area => ({
  pages: [
    signInPage(web),
    callbackPage(web),
    signOutPage(),
    signedOutPage(web),
    sessionPage(),
    prolongPage(web),
    everyonePage(web),
  ],
  navigation: [],
});
