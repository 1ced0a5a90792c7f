// A city's office that can write without end: it names another officer for one of its commitments after the other. No
// list grows by that, so that the last of ten thousand writes costs what the first did.
export class Office {
  constructor(session, commitments) {
    Object.assign(this, { session, commitments, number: 0 });
  }

  // The next request: {method, path, headers, body}.
  write() {
    const number = this.number++;
    return {
      method: 'POST',
      path: `/api/v1/commitments/${this.commitments[number % this.commitments.length]}/events`,
      headers: { ...this.session.headers(true), 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'assign_officer', data: { officer: `officer-${number}` } }),
    };
  }
}

// That of the city with the most commitments that may be written to.
export async function busiestOffice(installation) {
  const { items } = await installation.public().read('/api/v1/commitments?state=delivery.in_progress&limit=200');
  const offices = installation.accounts().filter(({ role }) => role === 'city_officer');
  const of = ({ organisation }) => items.filter(({ fields }) => fields.city === organisation).map(({ id }) => id);
  const [busiest] = offices.sort((one, other) => of(other).length - of(one).length);
  return new Office(await installation.signIn(busiest.user), of(busiest));
}
