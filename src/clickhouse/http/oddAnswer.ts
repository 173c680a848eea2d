import { UserError } from '../../model/errors.ts';

/** A ClickHouse answered, but with something else than was asked for. */
export class OddAnswer extends UserError {
  constructor(what: string, where?: string) {
    super(
      'target',
      `the answer of the server is not what was asked for: ${what}`,
      'Check that the address is that of a ClickHouse server, and that nothing between changes its answers.',
      where,
    );
    this.name = 'OddAnswer';
  }
}
