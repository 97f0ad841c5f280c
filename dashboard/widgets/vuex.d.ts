/** Vuex 4 has types that its package.json does not export. */
declare module 'vuex' {
  export function useStore(): { commit(mutation: string, payload: object): void };
}
