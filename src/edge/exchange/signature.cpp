#include "edge/exchange/signature.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstring>

#include "base/result.hpp"

namespace leye::exchange {
namespace {

// GM/T 0009: the id that signers use where none was agreed on.
constexpr std::string_view sm2_id = "1234567812345678";

const unsigned char* bytes_of(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }

template <auto Free>
struct With {
    template <class T>
    void operator()(T* p) const { Free(p); }
};

// r and s as they stand, 32 bytes each, in the form that the library reads.
std::string der_of(std::string_view raw) {
    const std::unique_ptr<ECDSA_SIG, With<ECDSA_SIG_free>> pair(ECDSA_SIG_new());
    BIGNUM* r = BN_bin2bn(bytes_of(raw), 32, nullptr);
    BIGNUM* s = BN_bin2bn(bytes_of(raw) + 32, 32, nullptr);
    ECDSA_SIG_set0(pair.get(), r, s);
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    expect(size > 0, "a pair of numbers has a DER form");
    std::string out(reinterpret_cast<char*>(der), static_cast<size_t>(size));
    OPENSSL_free(der);
    return out;
}

}  // namespace

struct PublicKey::Key {
    std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>> key;
    bool sm2 = false;
};

std::optional<PublicKey> PublicKey::parse(std::string_view pem) {
    const std::unique_ptr<BIO, With<BIO_free>> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    auto out = std::make_shared<Key>();
    out->key.reset(PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr));
    if (!out->key) return std::nullopt;
    out->sm2 = EVP_PKEY_is_a(out->key.get(), "SM2");
    if (!out->sm2 && !EVP_PKEY_is_a(out->key.get(), "ED25519")) return std::nullopt;
    return PublicKey(std::move(out));
}

std::string_view PublicKey::kind() const { return key_->sm2 ? "sm2" : "ed25519"; }

bool PublicKey::verifies(std::string_view bytes, std::string_view signature) const {
    const std::unique_ptr<EVP_MD_CTX, With<EVP_MD_CTX_free>> digest(EVP_MD_CTX_new());
    EVP_PKEY* key = key_->key.get();
    if (!key_->sm2)
        return EVP_DigestVerifyInit(digest.get(), nullptr, nullptr, nullptr, key) == 1 &&
               EVP_DigestVerify(digest.get(), bytes_of(signature), signature.size(), bytes_of(bytes), bytes.size()) == 1;
    const std::string der = signature.size() == 64 ? der_of(signature) : std::string(signature);
    const std::unique_ptr<EVP_PKEY_CTX, With<EVP_PKEY_CTX_free>> context(EVP_PKEY_CTX_new(key, nullptr));
    if (!context || EVP_PKEY_CTX_set1_id(context.get(), sm2_id.data(), static_cast<int>(sm2_id.size())) != 1) return false;
    EVP_MD_CTX_set_pkey_ctx(digest.get(), context.get());
    return EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sm3(), nullptr, key) == 1 && EVP_DigestVerifyUpdate(digest.get(), bytes.data(), bytes.size()) == 1 &&
           EVP_DigestVerifyFinal(digest.get(), bytes_of(der), der.size()) == 1;
}

std::optional<std::string> of_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0 || text.size() > 4096) return std::nullopt;
    const size_t last = text.find_last_not_of('='), padding = text.size() - (last == text.npos ? 0 : last + 1);
    if (padding > 2) return std::nullopt;
    std::string out(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(text), static_cast<int>(text.size())) < 0) return std::nullopt;
    out.resize(out.size() - padding);  // the library leaves a zero byte for each sign of padding
    return out;
}

}  // namespace leye::exchange
