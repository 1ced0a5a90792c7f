#include "engine/service/sign_on_links.hpp"

namespace yellowsea {
namespace {

Failure taken() {
  return fail(ProblemCode::refused, "sign_on_taken", "This provider's account belongs to another account.");
}

// The link whose turn it is: by the subject, or once by the address.
std::optional<store::SignOnRow> link_of(store::Session& session, const Vouched& vouched) {
  if (auto row = session.sign_on_by_subject(vouched.issuer, vouched.subject)) return row;
  if (vouched.email.empty()) return std::nullopt;
  return session.sign_on_by_email(vouched.issuer, vouched.email);
}

}  // namespace

std::int64_t person_behind(store::Session& session, const Vouched& vouched, Instant now) {
  auto row = link_of(session, vouched);
  if (!row) return 0;
  const auto person = session.person(row->person);
  if (!person || person->disabled || person->roles.empty()) return 0;
  if (row->subject.empty()) {
    row->subject = vouched.subject;
    row->at = now.time_since_epoch().count();
    session.put_sign_on(*row);
  }
  return person->id;
}

Result<void> link_sign_on(store::Session& session, std::int64_t person, const Vouched& vouched, Instant now) {
  const auto known = link_of(session, vouched);
  if (known && known->person != person) return taken();
  session.put_sign_on({person, vouched.issuer, vouched.subject, "", now.time_since_epoch().count()});
  return {};
}

Result<void> check_free(store::Session& session, const InvitedSignOn& invited) {
  if (invited.issuer.empty()) return {};
  const auto known = invited.subject.empty() ? session.sign_on_by_email(invited.issuer, invited.email)
                                             : session.sign_on_by_subject(invited.issuer, invited.subject);
  if (known) return taken();
  return {};
}

void link_invited(store::Session& session, std::int64_t person, const InvitedSignOn& invited, Instant now) {
  if (invited.issuer.empty()) return;
  session.put_sign_on(
      {person, invited.issuer, invited.subject, invited.email, now.time_since_epoch().count()});
}

}  // namespace yellowsea
