/** The end of a name tells what it holds: `DB_PASSWORD` is one, `DB_PASSWORD_FILE` and `TOKEN_URL` are not. */
const SECRET_NAME = /(?:^|_)(?:secret|password|passwd|passphrase|token|credentials?|(?:api|private|secret|access)_?key)$/;

export function namesSecret(name: string): boolean {
  return SECRET_NAME.test(asWords(name));
}

/** `dbPassword` and `DB-PASSWORD` as `db_password`. */
function asWords(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[-.]/g, '_')
    .toLowerCase();
}

/** Switches (`ALLOW_EMPTY_PASSWORD: "yes"`), paths of files, and values taken from other variables are no secrets. */
export function isLiteralSecret(value: string | undefined): boolean {
  return value !== undefined && !/^(?:true|false|yes|no|on|off|0|1|\/.*|.*\$\(.*)$/i.test(value);
}
