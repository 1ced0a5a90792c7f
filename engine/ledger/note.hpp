// Signed notes and their keys in text (C2SP signed-note): who says what. Values; any thread.
//
// A note is a text that ends with a newline, a blank line, and one line a signature:
// "— NAME BASE64(key id, 4 bytes, and signature)". Keys are named "NAME+ID+BASE64(kind, 1 byte, and key)", a
// secret one with "PRIVATE+KEY+" before it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace yellowsea::ledger {

enum class KeyKind : std::uint8_t {
  ed25519 = 0x01,      // signs the note's text
  cosignature = 0x04,  // signs a time and the note's text (C2SP tlog-cosignature)
};

inline constexpr std::size_t key_id_bytes = 4;
inline constexpr std::size_t max_note_bytes = 64 * 1024;
inline constexpr std::size_t max_note_signatures = 64;

struct VerifierKey {
  std::string name;
  KeyKind kind = KeyKind::ed25519;
  std::string public_key;  // 32 bytes
  std::string id() const;  // 4 bytes
  bool operator==(const VerifierKey&) const = default;
};

struct SignerKey {
  std::string name;
  KeyKind kind = KeyKind::ed25519;
  std::string seed;  // 32 bytes, secret
  VerifierKey verifier() const;
};

struct NoteSignature {
  std::string name;
  std::string id;     // 4 bytes
  std::string bytes;  // what follows the id
  bool operator==(const NoteSignature&) const = default;
};

struct SignedNote {
  std::string text;  // with its last newline
  std::vector<NoteSignature> signatures;
};

// Not empty, no space, no '+', no control character.
bool is_key_name(std::string_view name);

// Errors: malformed ("vkey", "skey", "note"), in a sentence. White space around a key is not read.
Result<VerifierKey> read_verifier_key(std::string_view text);
Result<SignerKey> read_signer_key(std::string_view text);
Result<SignedNote> read_note(std::string_view text);
std::string to_text(const VerifierKey& key);
std::string secret_text(const SignerKey& key);  // the secret one: for its file only
std::string to_text(const SignedNote& note);
std::string to_text(const NoteSignature& signature);  // one line, with its newline

// By a key of kind ed25519.
NoteSignature sign_note(const SignerKey& key, std::string_view text);
// True if the key has signed the note's text. Signatures of other keys are not looked at; one that claims
// this key and is wrong makes the answer false.
bool is_signed_by(const SignedNote& note, const VerifierKey& key);

}  // namespace yellowsea::ledger
