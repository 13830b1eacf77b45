export const text = {
  lead: "",
};
