// Signed notes, keys and checkpoints against vectors of others (the C2SP texts and Go's sumdb/note), and what
// has to be refused.
#include "engine/ledger/note.hpp"

#include <catch2/catch.hpp>

#include "engine/base/hash.hpp"
#include "engine/ledger/checkpoint.hpp"

using namespace yellowsea;
using namespace yellowsea::ledger;

namespace {

// Of the documentation of golang.org/x/mod/sumdb/note.
constexpr const char* neumann_secret =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr const char* neumann_key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string neumann_text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const std::string neumann_note =
    neumann_text +
    "\n\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

SignerKey key_named(const std::string& name, KeyKind kind = KeyKind::ed25519, char fill = 'k') {
  return {name, kind, std::string(32, fill)};
}

Checkpoint some_checkpoint() { return {"example.org/log", 70'000, sha256("root")}; }

}  // namespace

TEST_CASE("Go's example of a signed note is read, verified and written alike") {
  const auto key = read_verifier_key(neumann_key);
  REQUIRE(key);
  CHECK(to_text(*key) == neumann_key);
  const auto note = read_note(neumann_note);
  REQUIRE(note);
  CHECK(note->text == neumann_text);
  CHECK(is_signed_by(*note, *key));
  CHECK(to_text(*note) == neumann_note);
}

TEST_CASE("Go's example of a secret key signs as Go does") {
  const auto key = read_signer_key(neumann_secret);
  REQUIRE(key);
  CHECK(secret_text(*key) == neumann_secret);
  CHECK(to_text(key->verifier()) == neumann_key);
  CHECK(to_text(SignedNote{neumann_text, {sign_note(*key, neumann_text)}}) == neumann_note);
}

TEST_CASE("The example of C2SP's tlog-checkpoint key verifies") {
  const auto key = read_verifier_key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  REQUIRE(key);
  const auto note = read_note(
      "This is an example message.\n\n\u2014 example.com/foo "
      "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n");
  REQUIRE(note);
  CHECK(is_signed_by(*note, *key));
}

TEST_CASE("A note that was changed in any one byte of its text is not signed any more") {
  const auto key = read_verifier_key(neumann_key);
  for (std::size_t i = 0; i + 1 < neumann_text.size(); ++i) {
    std::string changed = neumann_note;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto note = read_note(changed);
    CHECK((!note || !is_signed_by(*note, *key)));
  }
}

TEST_CASE("Signatures of keys that are not known are read over, a wrong one of a known key is not") {
  const SignerKey ours = key_named("example.org/log");
  const SignerKey other = key_named("other", KeyKind::ed25519, 'o');
  SignedNote note{"text\n", {sign_note(other, "something else\n"), sign_note(ours, "text\n")}};
  CHECK(is_signed_by(note, ours.verifier()));
  CHECK_FALSE(is_signed_by(note, other.verifier()));
  note.signatures.push_back(sign_note(ours, "something else\n"));
  CHECK_FALSE(is_signed_by(note, ours.verifier()));
}

TEST_CASE("What is no note is refused") {
  const std::string good = to_text(SignedNote{"text\n", {sign_note(key_named("k"), "text\n")}});
  REQUIRE(read_note(good));
  for (const std::string& bad :
       {std::string(), std::string("text\n"), std::string("text\n\n"), good.substr(0, good.size() - 1),
        "te\rxt\n\n" + good.substr(6), "te\xff\n\n" + good.substr(6), good + "\u2014 k !!!!\n",
        good + "- k AAAAAAAA\n", good + "\u2014 k AAAA\n"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_note(bad));
  }
}

TEST_CASE("What is no key is refused") {
  for (const char* bad :
       {"", "a", "a+b", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann+c74f20a3+ARpc",
        "PeterNeumann+c74f20a3+CRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_verifier_key(bad));
    CHECK_FALSE(read_signer_key(bad));
  }
}

TEST_CASE("A checkpoint is read as it was written, and only under its own log's key") {
  const SignerKey key = key_named("example.org/log");
  const SignedNote note = sign_checkpoint(some_checkpoint(), key);
  const auto read = open_checkpoint(note, key.verifier());
  REQUIRE(read);
  CHECK(*read == some_checkpoint());

  const auto another = open_checkpoint(note, key_named("example.org/log", KeyKind::ed25519, 'o').verifier());
  REQUIRE_FALSE(another);
  CHECK(another.error().rule == "signature");
  const SignerKey elsewhere = key_named("example.org/other");
  const auto foreign = open_checkpoint(sign_checkpoint(some_checkpoint(), elsewhere), elsewhere.verifier());
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().rule == "origin");
}

TEST_CASE("What is no checkpoint is refused, further lines are read over") {
  const std::string root = to_base64(std::string(32, 'r'));
  CHECK(read_checkpoint("o\n0\n" + root + "\n"));
  CHECK(read_checkpoint("o\n5\n" + root + "\nmore\n"));
  for (const std::string& bad : {"o\n5\n" + root, "\n5\n" + root + "\n", "o\n05\n" + root + "\n",
                                 "o\n-5\n" + root + "\n", "o\n+5\n" + root + "\n", "o\n5 \n" + root + "\n",
                                 "o\n99999999999999999999\n" + root + "\n", std::string("o\n5\nAAAA\n")}) {
    CAPTURE(bad);
    CHECK_FALSE(read_checkpoint(bad));
  }
}

TEST_CASE("A cosignature says when, and fits one note and one witness only") {
  const SignerKey log = key_named("example.org/log");
  const SignerKey witness = key_named("witness.example", KeyKind::cosignature, 'w');
  SignedNote note = sign_checkpoint(some_checkpoint(), log);
  CHECK_FALSE(cosigned_at(note, witness.verifier()));
  note.signatures.push_back(cosign(note.text, witness, 1'790'000'000));
  CHECK(cosigned_at(note, witness.verifier()) == 1'790'000'000);
  CHECK(open_checkpoint(note, log.verifier()));
  CHECK_FALSE(cosigned_at(note, key_named("witness.example", KeyKind::cosignature, 'x').verifier()));
  CHECK_FALSE(cosigned_at(note, key_named("witness.example", KeyKind::ed25519, 'w').verifier()));

  SignedNote later = note;
  later.signatures.back().bytes[7] = static_cast<char>(later.signatures.back().bytes[7] ^ 1);
  CHECK_FALSE(cosigned_at(later, witness.verifier()));
  SignedNote other = note;
  other.text.insert(0, "x");
  CHECK_FALSE(cosigned_at(other, witness.verifier()));
}
