// What services see of how accounts come to be and are guarded: invitations to join, roles that wait for a
// second person, second factors, and the log of who did what about access. Permanent tables, outside the
// ledger because they name persons; part of every store::Session, with its rules about threads and failures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace yellowsea::store {

// One thing that happened to access. Persons by number, so that erasing a person erases their name here too.
struct AuditRow {
  std::int64_t id = 0;
  std::int64_t at = 0;  // milliseconds since 1970
  std::string type;
  std::int64_t person = 0;   // who did it; 0: nobody known, or the command line
  std::int64_t subject = 0;  // to whom; 0: nobody
  std::string remote;        // address of the caller
  std::string detail;        // JSON object
};

// Somebody is asked to make an account; `confirmed_by` is 0 while a second person still has to agree.
struct JoinRow {
  std::int64_t id = 0;  // 0 inserts
  std::string token_hash;
  std::string name;
  std::vector<std::pair<std::string, std::string>> roles;  // role, organisation
  bool two_persons = false;
  std::int64_t made_by = 0;
  std::int64_t confirmed_by = 0;
  std::int64_t created_at = 0;
  std::int64_t expires_at = 0;
  std::optional<std::int64_t> ended_at;  // used or taken back
  // Whom an identity provider will vouch for, "" for nobody: by the subject or by the address.
  std::string issuer{};
  std::string subject{};
  std::string email{};
};

// A role that a person gets once a second person agrees.
struct GrantRow {
  std::int64_t id = 0;  // 0 inserts
  std::int64_t person = 0;
  std::string role;
  std::string organisation;
  std::int64_t asked_by = 0;
  std::int64_t asked_at = 0;
};

struct SecondFactorRow {
  std::int64_t person = 0;
  std::string secret;           // bytes
  bool active = false;          // the person has shown that their device knows it
  std::int64_t last_step = -1;  // the latest time step whose code was used
};

// An account that an identity provider vouches for. Until the first sign-in it may be known by its address
// only.
struct SignOnRow {
  std::int64_t person = 0;
  std::string issuer;
  std::string subject;  // "" until it is known
  std::string email;    // "" if it was linked by the subject
  std::int64_t at = 0;
};

class AccountStore {
 public:
  virtual ~AccountStore() = default;

  virtual void append_audit(const AuditRow& row) = 0;
  // Newest first, before that id (0: from the newest).
  virtual std::vector<AuditRow> audit(std::int64_t before_id, std::size_t limit) = 0;

  // The oldest lines that are from before; at most `limit`. How many it were.
  virtual std::size_t remove_audit(std::int64_t before, std::size_t limit) = 0;

  virtual std::int64_t put_join(const JoinRow& row) = 0;
  virtual std::optional<JoinRow> join(const std::string& token_hash) = 0;
  virtual std::vector<JoinRow> open_joins() = 0;  // oldest first

  virtual std::int64_t put_grant(const GrantRow& row) = 0;
  virtual std::vector<GrantRow> grants() = 0;  // oldest first
  virtual void remove_grant(std::int64_t id) = 0;

  // By the subject, or by the address of one whose subject is not known yet.
  virtual std::optional<SignOnRow> sign_on_by_subject(const std::string& issuer,
                                                      const std::string& subject) = 0;
  virtual std::optional<SignOnRow> sign_on_by_email(const std::string& issuer, const std::string& email) = 0;
  virtual std::vector<SignOnRow> sign_ons_of(std::int64_t person) = 0;
  virtual void put_sign_on(const SignOnRow& row) = 0;  // replaces that of the same person and issuer
  virtual void remove_sign_on(std::int64_t person, const std::string& issuer) = 0;

  virtual std::optional<SecondFactorRow> second_factor(std::int64_t person) = 0;
  virtual void put_second_factor(const SecondFactorRow& row) = 0;  // replaces it
  virtual void remove_second_factor(std::int64_t person) = 0;      // and the person's recovery codes
  virtual void put_recovery_codes(std::int64_t person,
                                  const std::vector<std::string>& hashes) = 0;  // replaces them
  virtual std::size_t recovery_codes(std::int64_t person) = 0;                  // how many are left
  // Takes the code away; false if there was none.
  virtual bool use_recovery_code(std::int64_t person, const std::string& hash) = 0;
};

}  // namespace yellowsea::store
