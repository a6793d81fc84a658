import { path } from '../../path.js';

export const helpPath = path('/help');
export const accessibilityPath = path('/help/accessibility');
export const privacyPath = path('/help/privacy');
export const cookiesPath = path('/help/cookies');
