// In the build this file holds the library itself (scripts/bundle-libraries.ts).
import Holidays from 'date-holidays';

export { Holidays };
