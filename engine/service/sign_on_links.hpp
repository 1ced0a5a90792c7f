// Which account belongs to whom an identity provider vouches for. An account is linked when its person was
// invited (by the provider's subject, or by an address), or by the person, signed in and with the password
// given again. Signing in never makes an account, nor gives a role, nor links an account that nobody linked.
// By an address an account is found once: from then on the subject counts, because addresses are given away
// again. Works like People on a Session of the store; what writes (marked "writer") is called on the writer's
// thread, within the caller's transaction. Any thread.
#pragma once

#include <string>

#include "engine/service/people.hpp"

namespace yellowsea {

// Whom a provider vouches for.
struct Vouched {
  std::string issuer{};
  std::string subject{};
  std::string email{};         // in small letters, "" unless the provider has verified it
  bool second_factor = false;  // the provider asks for one, and is believed
};

// Whom an invitation's account will belong to: the subject or the address.
struct InvitedSignOn {
  std::string issuer{};  // "": nobody outside
  std::string subject{};
  std::string email{};
};

// The person's number; 0 if there is no such account, or it is disabled. Writer: remembers the subject.
std::int64_t person_behind(store::Session& session, const Vouched& vouched, Instant now);
// Errors: refused (sign_on_taken: it is another account's). Writer.
Result<void> link_sign_on(store::Session& session, std::int64_t person, const Vouched& vouched, Instant now);
// Before an account is made of an invitation. Errors: refused (sign_on_taken).
Result<void> check_free(store::Session& reader, const InvitedSignOn& invited);
// Of a new account. Writer.
void link_invited(store::Session& session, std::int64_t person, const InvitedSignOn& invited, Instant now);

}  // namespace yellowsea
