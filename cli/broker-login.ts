import type { CommandOption, ParsedArguments } from './command';

/** Options of a command that publishes. */
export const LOGIN_OPTIONS: readonly CommandOption[] = [
  { name: 'username', short: 'u', type: 'string', placeholder: 'NAME', description: 'User name at the broker' },
  {
    name: 'password',
    short: 'P',
    type: 'string',
    placeholder: 'TEXT',
    description: 'Password; or set GRIDLOOM_MQTT_PASSWORD',
  },
];

/** Empty texts where nothing is given. */
export function loginOf({ values }: ParsedArguments): { username: string; password: string } {
  return {
    username: (values.username as string | undefined) ?? '',
    password: (values.password as string | undefined) ?? process.env.GRIDLOOM_MQTT_PASSWORD ?? '',
  };
}
