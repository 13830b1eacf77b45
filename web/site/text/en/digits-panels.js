/** Words of the panels below the core of the section on digits. */
export const text = {};
