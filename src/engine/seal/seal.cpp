#include "engine/seal/seal.hpp"

#include <openssl/crypto.h>

#include <map>

#include "base/result.hpp"
#include "engine/seal/key_file.hpp"
#include "engine/seal/suites.hpp"

namespace leye::seal {
namespace {

constexpr char version = 1;
constexpr size_t head_size = 6;  // version, suite, key number (big-endian, 4 bytes)

constexpr char code_of(Suite suite) {
    return suite == Suite::aes_gcm ? 1 : 2;
}

std::string head_of(Suite suite, uint32_t number) {
    return {version,
            code_of(suite),
            static_cast<char>(number >> 24),
            static_cast<char>(number >> 16),
            static_cast<char>(number >> 8),
            static_cast<char>(number)};
}

}  // namespace

struct Seal::Keys {
    struct Both {
        SuiteKeys aes_gcm, sm4_sm3;
        const SuiteKeys& of(Suite suite) const { return suite == Suite::aes_gcm ? aes_gcm : sm4_sm3; }
    };
    Suite suite = Suite::aes_gcm, index_suite = Suite::aes_gcm;
    std::map<uint32_t, Both> numbered;
    Key blind{};
    uint64_t blind_serial = 0;

    ~Keys() {
        for (auto& [_, both] : numbered) OPENSSL_cleanse(&both, sizeof both);
        OPENSSL_cleanse(blind.data(), blind.size());
    }
};

Seal Seal::open(const std::string& key_file, Suite suite) {
    KeyFile file = read_key_file(key_file);
    auto keys = std::make_shared<Keys>();
    keys->suite = suite;
    keys->index_suite = file.index_suite.value_or(suite);
    keys->blind = file.blind;
    keys->blind_serial = next_serial();
    for (auto& [number, key] : file.keys) {
        keys->numbered[number] = {derive(key, Suite::aes_gcm), derive(key, Suite::sm4_sm3)};
        OPENSSL_cleanse(key.data(), key.size());
    }
    OPENSSL_cleanse(file.blind.data(), file.blind.size());
    return Seal(std::move(keys));
}

void Seal::create_key_file(const std::string& key_file) {
    write_key_file(key_file, {.blind = random_key(), .keys = {{1, random_key()}}}, false);
}

void Seal::add_key(const std::string& key_file) {
    KeyFile file = read_key_file(key_file);
    const uint32_t number = file.keys.rbegin()->first + 1;
    if (number == 0) throw Fault("key file " + key_file + ": no number is left for another key");
    file.keys[number] = random_key();
    write_key_file(key_file, file, true);
}

std::string Seal::encrypt(std::string_view plain, std::string_view bound_to) const {
    const auto& [number, keys] = *keys_->numbered.rbegin();
    std::string out;
    out.reserve(plain.size() + envelope_overhead);
    out = head_of(keys_->suite, number);
    const std::string head = out;
    seal_body(keys_->suite, keys.of(keys_->suite), head, bound_to, plain, out);
    return out;
}

std::string Seal::decrypt(std::string_view sealed, std::string_view bound_to) const {
    if (sealed.size() < head_size || sealed[0] != version || (sealed[1] != 1 && sealed[1] != 2))
        throw Fault("a sealed value is no envelope of a known version");
    const Suite suite = sealed[1] == 1 ? Suite::aes_gcm : Suite::sm4_sm3;
    uint32_t number = 0;
    for (size_t i = 2; i < head_size; ++i) number = number << 8 | static_cast<uint8_t>(sealed[i]);
    const auto keys = keys_->numbered.find(number);
    if (keys == keys_->numbered.end()) throw Fault("the key file has no key " + std::to_string(number));
    std::string plain;
    if (!open_body(suite, keys->second.of(suite), sealed.substr(0, head_size), bound_to,
                   sealed.substr(head_size), plain))
        throw Fault("a sealed value was changed or moved");
    return plain;
}

std::array<std::string, 2> heads_under(uint32_t number) { return {head_of(Suite::aes_gcm, number), head_of(Suite::sm4_sm3, number)}; }

bool Seal::is_current(std::string_view sealed) const {
    return sealed.starts_with(head_of(keys_->suite, keys_->numbered.rbegin()->first));
}

std::string Seal::blind(std::string_view domain, std::string_view plain) const {
    using namespace std::string_view_literals;
    expect(domain.find('\0') == domain.npos, "the domain of a blind index holds no zero byte");
    return hmac(keys_->index_suite, keys_->blind, keys_->blind_serial, {domain, "\0"sv, plain}).substr(0, 16);
}

}  // namespace leye::seal
