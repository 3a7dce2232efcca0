#include "engine/seal/suites.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <vector>

#include "base/result.hpp"

namespace leye::seal {
namespace {

constexpr size_t gcm_nonce = 12, gcm_tag = 16, ctr_nonce = 16, mac_tag = 32;

struct Free {
    void operator()(EVP_CIPHER_CTX* c) const { EVP_CIPHER_CTX_free(c); }
    void operator()(EVP_MAC_CTX* c) const { EVP_MAC_CTX_free(c); }
    void operator()(EVP_MAC* m) const { EVP_MAC_free(m); }
};

void must(int ok, const char* what) {
    if (ok != 1) throw Fault(std::string("the cipher library failed at ") + what);
}

// Key schedules are costly, so each thread keeps the contexts of the few keys it used last.
template <class Context>
class Cache {
  public:
    template <class Make>
    Context* get(uint64_t serial, int kind, Make make) {
        for (auto& e : entries_)
            if (e.serial == serial && e.kind == kind) return e.context.get();
        if (entries_.size() == 16) entries_.erase(entries_.begin());
        entries_.push_back({serial, kind, std::unique_ptr<Context, Free>(make())});
        return entries_.back().context.get();
    }

  private:
    struct Entry {
        uint64_t serial;
        int kind;
        std::unique_ptr<Context, Free> context;
    };
    std::vector<Entry> entries_;
};

EVP_CIPHER_CTX* cipher_context(Suite suite, const SuiteKeys& keys, bool seal) {
    thread_local Cache<EVP_CIPHER_CTX> cache;
    return cache.get(keys.serial, seal, [&] {
        const EVP_CIPHER* cipher = suite == Suite::aes_gcm ? EVP_aes_256_gcm() : EVP_sm4_ctr();
        EVP_CIPHER_CTX* c = EVP_CIPHER_CTX_new();
        if (!c) throw Fault("no memory for a cipher");
        if (EVP_CipherInit_ex(c, cipher, nullptr, keys.cipher.data(), nullptr, seal) != 1) {
            EVP_CIPHER_CTX_free(c);
            throw Fault("the cipher library does not offer this cipher");
        }
        return c;
    });
}

EVP_MAC_CTX* mac_context(Suite suite, const Key& key) {
    const std::unique_ptr<EVP_MAC, Free> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    EVP_MAC_CTX* c = mac ? EVP_MAC_CTX_new(mac.get()) : nullptr;
    std::string digest = suite == Suite::sm4_sm3 ? "SM3" : "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                                 OSSL_PARAM_construct_end()};
    if (!c || EVP_MAC_init(c, key.data(), key.size(), params) != 1) {
        EVP_MAC_CTX_free(c);
        throw Fault("the cipher library does not offer this HMAC");
    }
    return c;
}

// Random nonces are drawn in blocks: one call to the generator costs as much as the encryption.
void draw_nonce(uint8_t* out, size_t count) {
    thread_local std::array<uint8_t, 1024> pool;
    thread_local size_t used = pool.size();
    if (used + count > pool.size()) {
        must(RAND_bytes(pool.data(), static_cast<int>(pool.size())), "drawing random bytes");
        used = 0;
    }
    std::memcpy(out, pool.data() + used, count);
    OPENSSL_cleanse(pool.data() + used, count);
    used += count;
}

uint8_t* bytes_of(std::string& s, size_t at) {
    return reinterpret_cast<uint8_t*>(s.data()) + at;
}
const uint8_t* bytes_of(std::string_view s) {
    return reinterpret_cast<const uint8_t*>(s.data());
}

std::string big_endian(uint64_t n) {
    std::string out(8, '\0');
    for (int i = 7; i >= 0; --i, n >>= 8) out[i] = static_cast<char>(n & 0xff);
    return out;
}

std::string tag_of(const SuiteKeys& keys, std::string_view head, std::string_view bound_to,
                   std::string_view nonce, std::string_view ciphertext) {
    return hmac(
        Suite::sm4_sm3, keys.mac, keys.serial,
        {head, nonce, big_endian(bound_to.size()), bound_to, big_endian(ciphertext.size()), ciphertext});
}

// Feeds the additional data and then the text through a prepared context.
bool run(EVP_CIPHER_CTX* c, std::initializer_list<std::string_view> additional, std::string_view in,
         uint8_t* out) {
    int n = 0;
    for (const auto a : additional)
        if (!a.empty() && EVP_CipherUpdate(c, nullptr, &n, bytes_of(a), static_cast<int>(a.size())) != 1)
            return false;
    return in.empty() || EVP_CipherUpdate(c, out, &n, bytes_of(in), static_cast<int>(in.size())) == 1;
}

}  // namespace

uint64_t next_serial() {
    static std::atomic<uint64_t> last = 0;
    return ++last;
}

std::string hmac(Suite suite, const Key& key, uint64_t serial,
                 std::initializer_list<std::string_view> parts) {
    thread_local Cache<EVP_MAC_CTX> cache;
    EVP_MAC_CTX* c = cache.get(serial, static_cast<int>(suite), [&] { return mac_context(suite, key); });
    must(EVP_MAC_init(c, nullptr, 0, nullptr), "starting an HMAC");
    for (const auto part : parts) must(EVP_MAC_update(c, bytes_of(part), part.size()), "an HMAC");
    std::string out(mac_tag, '\0');
    size_t size = 0;
    must(EVP_MAC_final(c, bytes_of(out, 0), &size, out.size()), "ending an HMAC");
    return out;
}

SuiteKeys derive(const Key& master, Suite suite) {
    const auto one = [&](std::string_view purpose) {
        const std::string made = hmac(suite, master, next_serial(), {purpose});
        Key key;
        std::memcpy(key.data(), made.data(), key.size());
        return key;
    };
    SuiteKeys keys{.serial = next_serial()};
    if (suite == Suite::aes_gcm) {
        keys.cipher = one("leye seal 1 aes-256-gcm");
    } else {
        keys.cipher = one("leye seal 1 sm4-ctr");
        keys.mac = one("leye seal 1 hmac-sm3");
    }
    return keys;
}

void seal_body(Suite suite, const SuiteKeys& keys, std::string_view head, std::string_view bound_to,
               std::string_view plain, std::string& out) {
    expect(plain.size() < (size_t{1} << 30), "a sealed value is below 1 GiB");
    const bool gcm = suite == Suite::aes_gcm;
    const size_t nonce = gcm ? gcm_nonce : ctr_nonce;
    const size_t start = out.size();
    out.resize(start + nonce + plain.size() + (gcm ? gcm_tag : 0));
    draw_nonce(bytes_of(out, start), nonce);

    EVP_CIPHER_CTX* c = cipher_context(suite, keys, true);
    must(EVP_CipherInit_ex(c, nullptr, nullptr, nullptr, bytes_of(out, start), 1), "setting a nonce");
    uint8_t* text = bytes_of(out, start + nonce);
    if (gcm) {
        int n = 0;
        must(run(c, {head, bound_to}, plain, text), "sealing");
        must(EVP_CipherFinal_ex(c, text + plain.size(), &n), "sealing");
        must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, gcm_tag, text + plain.size()), "making a tag");
    } else {
        must(run(c, {}, plain, text), "sealing");
        const std::string_view body = std::string_view(out).substr(start);
        out += tag_of(keys, head, bound_to, body.substr(0, nonce), body.substr(nonce));
    }
}

bool open_body(Suite suite, const SuiteKeys& keys, std::string_view head, std::string_view bound_to,
               std::string_view body, std::string& plain) {
    const bool gcm = suite == Suite::aes_gcm;
    const size_t nonce_size = gcm ? gcm_nonce : ctr_nonce, tag_size = gcm ? gcm_tag : mac_tag;
    if (body.size() < nonce_size + tag_size) return false;
    const auto nonce = body.substr(0, nonce_size);
    const auto text = body.substr(nonce_size, body.size() - nonce_size - tag_size);
    auto tag = std::string(body.substr(body.size() - tag_size));
    if (!gcm && !constant_time_equal(tag_of(keys, head, bound_to, nonce, text), tag)) return false;

    plain.resize(text.size());
    EVP_CIPHER_CTX* c = cipher_context(suite, keys, false);
    must(EVP_CipherInit_ex(c, nullptr, nullptr, nullptr, bytes_of(nonce), 0), "setting a nonce");
    if (!gcm) return run(c, {}, text, bytes_of(plain, 0));
    int n = 0;
    uint8_t rest[16];
    const bool genuine = run(c, {head, bound_to}, text, bytes_of(plain, 0)) &&
                         EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, gcm_tag, tag.data()) == 1 &&
                         EVP_CipherFinal_ex(c, rest, &n) == 1;
    if (!genuine) {
        OPENSSL_cleanse(plain.data(), plain.size());
        plain.clear();
    }
    return genuine;
}

}  // namespace leye::seal
