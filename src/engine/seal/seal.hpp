#pragma once
#include <memory>
#include <string>
#include <string_view>

/// Seals personal data at rest: what the database holds is an envelope, what it searches by is a blind index,
/// and the keys for both live in one file outside the database.
namespace leye::seal {

/// Which algorithms new envelopes use; envelopes of either suite open under either setting. Indexes keep the suite they began with.
enum class Suite {
    aes_gcm,  ///< AES-256-GCM, indexes by HMAC-SHA-256
    sm4_sm3,  ///< SM4-CTR then HMAC-SM3 (GM/T 0002, GM/T 0004), indexes by HMAC-SM3
};

/// The keys of one installation. Immutable and thread-safe; copies share the keys.
class Seal {
  public:
    /// Reads the key file. Fails: Fault where it is missing, malformed, or open to group or others.
    static Seal open(const std::string& key_file, Suite suite);
    /// Makes a key file (mode 0600) with key 1 and the blind-index key. Fails: Fault; the file exists
    /// already.
    static void create_key_file(const std::string& key_file);
    /// Rotation: adds the next key. Seals opened afterwards write with it; old envelopes open until their key is
    /// retired (key_file.hpp). The blind-index key stays. Fails: Fault.
    static void add_key(const std::string& key_file);

    /// The envelope of `plain`, different on each call. in: `bound_to` says where it belongs
    /// («person.document:» + id); it opens only with the same words. out: version, suite, key number, nonce,
    /// ciphertext and tag; `envelope_overhead` bytes or fewer longer than `plain`. Cost: < 3 µs for a field.
    std::string encrypt(std::string_view plain, std::string_view bound_to) const;
    /// What `encrypt` was given. Fails: Fault where the envelope was changed, cut, bound to something else,
    /// or made with a key the file does not hold.
    std::string decrypt(std::string_view sealed, std::string_view bound_to) const;
    /// True where the envelope was made with the newest key and this suite; false asks for `encrypt` again.
    bool is_current(std::string_view sealed) const;
    /// The same 16 bytes for the same domain and plain text, so that equal values can be found; they say
    /// nothing about the text without the key. in: `domain` without a zero byte («document:resident_id»).
    std::string blind(std::string_view domain, std::string_view plain) const;

  private:
    struct Keys;
    explicit Seal(std::shared_ptr<const Keys> keys) : keys_(std::move(keys)) {}
    std::shared_ptr<const Keys> keys_;
};

/// Most bytes an envelope adds to its plain text.
inline constexpr size_t envelope_overhead = 6 + 16 + 32;

/// Argon2id PHC string with a new salt (19 MiB, t=2, p=1). Cost: about 34 ms. Source: RFC 9106, OWASP.
std::string hash_password(std::string_view password);
/// True where `password` made `phc`; false too where `phc` is not an Argon2id string.
bool verify_password(std::string_view password, const std::string& phc);

/// Equality whose time tells only the length of `b`. For secrets: tokens, codes, digests.
bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace leye::seal
