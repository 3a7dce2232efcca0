#include <argon2.h>
#include <openssl/crypto.h>

#include "base/id.hpp"
#include "base/result.hpp"
#include "engine/seal/seal.hpp"

namespace leye::seal {

std::string hash_password(std::string_view password) {
    constexpr uint32_t rounds = 2, memory_kib = 19 * 1024, lanes = 1, hash_size = 32, salt_size = 16;
    const std::string salt = random_bytes(salt_size);
    std::string out(argon2_encodedlen(rounds, memory_kib, lanes, salt_size, hash_size, Argon2_id), '\0');
    const int failed = argon2id_hash_encoded(rounds, memory_kib, lanes, password.data(), password.size(),
                                             salt.data(), salt.size(), hash_size, out.data(), out.size());
    if (failed != ARGON2_OK)
        throw Fault(std::string("a password cannot be hashed: ") + argon2_error_message(failed));
    out.resize(out.find('\0'));
    return out;
}

bool verify_password(std::string_view password, const std::string& phc) {
    const int answer = argon2id_verify(phc.c_str(), password.data(), password.size());
    if (answer == ARGON2_MEMORY_ALLOCATION_ERROR || answer == ARGON2_THREAD_FAIL)
        throw Fault(std::string("a password cannot be checked: ") + argon2_error_message(answer));
    return answer == ARGON2_OK;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), b.size()) == 0;
}

}  // namespace leye::seal
