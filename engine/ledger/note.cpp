#include "engine/ledger/note.hpp"

#include <algorithm>

#include "engine/base/hash.hpp"
#include "engine/base/signature.hpp"
#include "engine/base/text.hpp"

namespace yellowsea::ledger {
namespace {

constexpr std::string_view private_mark = "PRIVATE+KEY+";
constexpr std::string_view signature_mark = "\u2014 ";

char byte_of(KeyKind kind) { return static_cast<char>(kind); }

std::string key_id(std::string_view name, KeyKind kind, std::string_view public_key) {
  const std::string head = std::string(name) + '\n' + byte_of(kind);
  const Digest digest = sha256(head, public_key);
  return {reinterpret_cast<const char*>(digest.data()), key_id_bytes};
}

bool is_kind(char byte) { return byte == byte_of(KeyKind::ed25519) || byte == byte_of(KeyKind::cosignature); }

struct KeyParts {
  std::string name;
  std::string id;
  KeyKind kind;
  std::string key;
};

// NAME+ID+BASE64: the base64 may hold plus signs, a name may not.
Result<KeyParts> key_parts(std::string_view text, const std::string& rule) {
  const auto wrong = [&](const std::string& why) {
    return fail(ProblemCode::malformed, rule, "this is no key of the form NAME+ID+BASE64: " + why);
  };
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return wrong("it has fewer than three parts");
  const auto id = from_hex(text.substr(first + 1, second - first - 1));
  const auto bytes = from_base64(text.substr(second + 1));
  if (!is_key_name(text.substr(0, first))) return wrong("its name is empty or has a space in it");
  if (!id || id->size() != key_id_bytes) return wrong("its second part is not eight hexadecimal digits");
  if (!bytes || bytes->size() != 1 + ed25519_key_bytes)
    return wrong("its third part is not the base64 of 33 bytes");
  if (!is_kind(bytes->front())) return wrong("its kind is not known to this program");
  return KeyParts{std::string(text.substr(0, first)), *id, static_cast<KeyKind>(bytes->front()),
                  bytes->substr(1)};
}

Failure no_note(const std::string& why) {
  return fail(ProblemCode::malformed, "note", "this is no signed note: " + why);
}

Result<NoteSignature> signature_of(std::string_view line) {
  if (!line.starts_with(signature_mark)) return no_note("a line below the blank one is no signature");
  line.remove_prefix(signature_mark.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space)))
    return no_note("a signature names no key");
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= key_id_bytes) return no_note("a signature is not in base64");
  return NoteSignature{std::string(line.substr(0, space)), bytes->substr(0, key_id_bytes),
                       bytes->substr(key_id_bytes)};
}

}  // namespace

bool is_key_name(std::string_view name) {
  return !name.empty() && is_utf8(name) && std::none_of(name.begin(), name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || c == '+';
  });
}

std::string VerifierKey::id() const { return key_id(name, kind, public_key); }

VerifierKey SignerKey::verifier() const {
  return VerifierKey{name, kind, ed25519_public_key(seed).value_or("")};
}

Result<VerifierKey> read_verifier_key(std::string_view text) {
  auto parts = key_parts(trim(text), "vkey");
  if (!parts) return Failure(parts.error());
  VerifierKey key{parts->name, parts->kind, parts->key};
  if (key.id() != parts->id)
    return fail(ProblemCode::malformed, "vkey", "the key's ID does not belong to its name and bytes");
  return key;
}

Result<SignerKey> read_signer_key(std::string_view text) {
  const std::string trimmed = trim(text);
  if (!trimmed.starts_with(private_mark))
    return fail(ProblemCode::malformed, "skey", "a secret key begins with PRIVATE+KEY+");
  auto parts = key_parts(std::string_view(trimmed).substr(private_mark.size()), "skey");
  if (!parts) return Failure(parts.error());
  SignerKey key{parts->name, parts->kind, parts->key};
  if (key.verifier().id() != parts->id)
    return fail(ProblemCode::malformed, "skey", "the key's ID does not belong to its name and bytes");
  return key;
}

Result<SignedNote> read_note(std::string_view text) {
  if (text.size() > max_note_bytes) return no_note("it is longer than 64 KiB");
  if (!is_utf8(text)) return no_note("it is not UTF-8");
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return no_note("it has a control character in it");
  }
  const std::size_t blank = text.rfind("\n\n");
  if (blank == std::string_view::npos) return no_note("no blank line parts text and signatures");
  if (!text.ends_with('\n')) return no_note("it does not end with a newline");
  SignedNote note{std::string(text.substr(0, blank + 1)), {}};
  std::string_view rest = text.substr(blank + 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    auto signature = signature_of(rest.substr(0, end));
    if (!signature) return Failure(signature.error());
    if (note.signatures.size() == max_note_signatures) return no_note("it has too many signatures");
    note.signatures.push_back(std::move(*signature));
    rest.remove_prefix(end + 1);
  }
  if (note.signatures.empty()) return no_note("it has no signature");
  return note;
}

std::string to_text(const VerifierKey& key) {
  return key.name + "+" + to_hex(key.id()) + "+" + to_base64(byte_of(key.kind) + key.public_key);
}

std::string secret_text(const SignerKey& key) {
  return std::string(private_mark) + key.name + "+" + to_hex(key.verifier().id()) + "+" +
         to_base64(byte_of(key.kind) + key.seed);
}

std::string to_text(const NoteSignature& signature) {
  return std::string(signature_mark) + signature.name + " " + to_base64(signature.id + signature.bytes) +
         "\n";
}

std::string to_text(const SignedNote& note) {
  std::string text = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) text += to_text(signature);
  return text;
}

NoteSignature sign_note(const SignerKey& key, std::string_view text) {
  return {key.name, key.verifier().id(), ed25519_sign(key.seed, text).value_or("")};
}

bool is_signed_by(const SignedNote& note, const VerifierKey& key) {
  if (key.kind != KeyKind::ed25519) return false;
  const std::string id = key.id();
  bool found = false;
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != key.name || signature.id != id) continue;
    if (!ed25519_verify(key.public_key, note.text, signature.bytes)) return false;
    found = true;
  }
  return found;
}

}  // namespace yellowsea::ledger
