#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "engine/seal/suites.hpp"

/// The key file: text, one word and hexadecimal key a line, mode 0600.
///
///     leye-keys 1
///     blind 64 hexadecimal digits
///     key 1 64 hexadecimal digits
namespace leye::seal {

struct KeyFile {
    Key blind{};
    std::map<uint32_t, Key> keys;  ///< by number, from 1; never empty once read
};

/// Reads and checks a key file. Fails: Fault naming the line, never its content.
KeyFile read_key_file(const std::string& path);
/// Writes a key file, durable when it returns. in: `replace` false refuses an existing file. Fails: Fault.
void write_key_file(const std::string& path, const KeyFile& content, bool replace);
/// 32 random bytes.
Key random_key();

}  // namespace leye::seal
