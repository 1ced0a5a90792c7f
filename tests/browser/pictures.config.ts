// For what makes pictures instead of testing.
import base from './playwright.config';

export default { ...base, testMatch: 'help-pictures.ts' };
