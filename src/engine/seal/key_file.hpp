#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "engine/seal/suites.hpp"

/// The key file: text, one word and hexadecimal key a line, mode 0600.
///
///     leye-keys 1
///     blind 64 hexadecimal digits sha256
///     key 1 64 hexadecimal digits
namespace leye::seal {

struct KeyFile {
    Key blind{};
    /// Whose HMAC the indexes are, sha256 or sm3 behind the key; none in a file from before it was written down.
    std::optional<Suite> index_suite;
    std::map<uint32_t, Key> keys;  ///< by number, from 1; never empty once read
};

/// Reads and checks a key file. Fails: Fault naming the line, never its content.
KeyFile read_key_file(const std::string& path);
/// Writes a key file, durable when it returns. in: `replace` false refuses an existing file. Fails: Fault.
void write_key_file(const std::string& path, const KeyFile& content, bool replace);

/// Writes down, where the file does not say it yet, which suite the indexes are of: from then on they stay as they are,
/// whichever suite seals. Fails: Fault.
void keep_index_suite(const std::string& path, Suite suite);
/// Takes a key away; envelopes under it never open again, those in backups neither. Fails: Fault where it is the newest or
/// there is none of that number.
void retire_key(const std::string& path, uint32_t number);
/// How envelopes under this key begin, in either suite.
std::array<std::string, 2> heads_under(uint32_t number);

/// 32 random bytes.
Key random_key();

}  // namespace leye::seal
