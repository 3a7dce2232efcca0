#include "engine/seal/seal.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "base/result.hpp"
#include "base/test/folder.hpp"
#include "base/text.hpp"
#include "engine/seal/key_file.hpp"
#include "engine/seal/suites.hpp"

using namespace leye;
using seal::Seal;
using seal::Suite;

namespace {

struct Folder : test::Folder {
    std::string file(const std::string& name = "keys") const { return path + "/" + name; }
    std::string new_keys() const {
        Seal::create_key_file(file());
        return file();
    }
};

constexpr Suite suites[] = {Suite::aes_gcm, Suite::sm4_sm3};

}  // namespace

TEST_CASE("a value opens again in both suites") {
    const Folder folder;
    const auto keys = folder.new_keys();
    for (const Suite suite : suites) {
        const Seal s = Seal::open(keys, suite);
        for (const std::string& plain :
             {std::string(), std::string("379914199308208159"), std::string("𠮷买买提·艾力"),
              std::string(100'000, 'x'), std::string("\0\xff\0", 3)}) {
            const auto sealed = s.encrypt(plain, "card.holder:1");
            CHECK(s.decrypt(sealed, "card.holder:1") == plain);
            CHECK(sealed.size() <= plain.size() + seal::envelope_overhead);
            CHECK(s.is_current(sealed));
            if (plain.size() > 3) CHECK(sealed.find(plain) == sealed.npos);
        }
    }
}

TEST_CASE("an envelope with any one byte changed does not open") {
    const Folder folder;
    const auto keys = folder.new_keys();
    for (const Suite suite : suites) {
        const Seal s = Seal::open(keys, suite);
        const auto sealed = s.encrypt("13800001234", "person.phone:7");
        for (size_t i = 0; i < sealed.size(); ++i) {
            auto changed = sealed;
            changed[i] ^= 1;
            CHECK_THROWS_AS(s.decrypt(changed, "person.phone:7"), Fault);
        }
        for (size_t cut = 0; cut < sealed.size(); ++cut)
            CHECK_THROWS_AS(s.decrypt(std::string_view(sealed).substr(0, cut), "person.phone:7"), Fault);
        CHECK_THROWS_AS(s.decrypt(sealed + "x", "person.phone:7"), Fault);
    }
}

TEST_CASE("an envelope moved to another row does not open") {
    const Folder folder;
    const auto keys = folder.new_keys();
    for (const Suite suite : suites) {
        const Seal s = Seal::open(keys, suite);
        const auto sealed = s.encrypt("secret", "person.phone:7");
        CHECK_THROWS_AS(s.decrypt(sealed, "person.phone:8"), Fault);
        CHECK_THROWS_AS(s.decrypt(sealed, ""), Fault);
        // Bytes pushed from the text into the binding must not pass for the same message.
        CHECK_THROWS_AS(s.decrypt(s.encrypt("", "ab"), "a"), Fault);
    }
}

TEST_CASE("values of before a rotation open after it and ask to be sealed again") {
    const Folder folder;
    const auto keys = folder.new_keys();
    const Seal before = Seal::open(keys, Suite::aes_gcm);
    const auto old = before.encrypt("old", "a");
    Seal::add_key(keys);
    const Seal after = Seal::open(keys, Suite::aes_gcm);
    CHECK(after.decrypt(old, "a") == "old");
    CHECK_FALSE(after.is_current(old));
    const auto renewed = after.encrypt("old", "a");
    CHECK(after.is_current(renewed));
    CHECK_THROWS_AS(before.decrypt(renewed, "a"), Fault);  // the old set does not know key 2
    CHECK(after.blind("d", "old") == before.blind("d", "old"));
}

TEST_CASE("values of one suite open while the other is used for writing") {
    const Folder folder;
    const auto keys = folder.new_keys();
    const Seal aes = Seal::open(keys, Suite::aes_gcm), sm = Seal::open(keys, Suite::sm4_sm3);
    const auto old = aes.encrypt("x", "a");
    CHECK(sm.decrypt(old, "a") == "x");
    CHECK_FALSE(sm.is_current(old));
    CHECK(aes.decrypt(sm.encrypt("y", "a"), "a") == "y");
}

TEST_CASE("another installation's keys open nothing") {
    const Folder folder;
    Seal::create_key_file(folder.file("one"));
    Seal::create_key_file(folder.file("two"));
    for (const Suite suite : suites) {
        const Seal one = Seal::open(folder.file("one"), suite), two = Seal::open(folder.file("two"), suite);
        CHECK_THROWS_AS(two.decrypt(one.encrypt("x", "a"), "a"), Fault);
        CHECK(one.blind("d", "x") != two.blind("d", "x"));
    }
}

TEST_CASE("equal values give different envelopes and the same blind index") {
    const Folder folder;
    const auto keys = folder.new_keys();
    for (const Suite suite : suites) {
        const Seal s = Seal::open(keys, suite);
        CHECK(s.encrypt("x", "a") != s.encrypt("x", "a"));
        CHECK(s.blind("document", "x") == s.blind("document", "x"));
        CHECK(s.blind("document", "x").size() == 16);
        CHECK(s.blind("document", "x") != s.blind("document", "y"));
        CHECK(s.blind("document", "x") != s.blind("phone", "x"));
        CHECK_THROWS_AS(s.blind(std::string_view("a\0b", 3), "x"), Bug);
    }
}

TEST_CASE("indexes stay those of the suite an installation began with, whichever suite seals") {
    for (const Suite begun : suites) {
        const Folder folder;
        const auto keys = folder.new_keys();
        const auto before = Seal::open(keys, begun).blind("document", "x");
        seal::keep_index_suite(keys, begun);
        for (const Suite later : suites) {
            CHECK(Seal::open(keys, later).blind("document", "x") == before);
            // Asked again with another suite, and through a rotation, the file keeps to the first.
            seal::keep_index_suite(keys, later);
            Seal::add_key(keys);
            CHECK(Seal::open(keys, later).blind("document", "x") == before);
        }
    }
    const Folder folder;
    const auto keys = folder.new_keys();
    CHECK(Seal::open(keys, Suite::aes_gcm).blind("d", "x") != Seal::open(keys, Suite::sm4_sm3).blind("d", "x"));
}

TEST_CASE("a key that is taken away opens nothing, the newest and an unknown one are not taken away") {
    const Folder folder;
    const auto keys = folder.new_keys();
    const auto old = Seal::open(keys, Suite::aes_gcm).encrypt("x", "a");
    CHECK(old.starts_with(seal::heads_under(1)[0]));
    CHECK_THROWS_AS(seal::retire_key(keys, 1), Fault);
    Seal::add_key(keys);
    CHECK_THROWS_AS(seal::retire_key(keys, 2), Fault);
    CHECK_THROWS_AS(seal::retire_key(keys, 3), Fault);
    seal::retire_key(keys, 1);
    const Seal after = Seal::open(keys, Suite::sm4_sm3);
    CHECK_THROWS_AS(after.decrypt(old, "a"), Fault);
    CHECK(after.encrypt("x", "a").starts_with(seal::heads_under(2)[1]));
    Seal::add_key(keys);
    CHECK(seal::read_key_file(keys).keys.rbegin()->first == 3);
}

TEST_CASE("many threads seal and open with one set of keys") {
    const Folder folder;
    const auto keys = folder.new_keys();
    const Seal a = Seal::open(keys, Suite::aes_gcm), b = Seal::open(keys, Suite::sm4_sm3);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 500; ++i) {
                const auto plain = std::to_string(t * 1000 + i);
                wrong += a.decrypt(b.encrypt(plain, "x"), "x") != plain;
                wrong += b.decrypt(a.encrypt(plain, "x"), "x") != plain;
            }
        });
    for (auto& t : threads) t.join();
    CHECK(wrong == 0);
}

TEST_CASE("a key file is private, is never overwritten and is refused when others may read it") {
    const Folder folder;
    const auto keys = folder.new_keys();
    struct stat info;
    REQUIRE(::stat(keys.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    CHECK_THROWS_AS(Seal::create_key_file(keys), Fault);
    ::chmod(keys.c_str(), 0640);
    CHECK_THROWS_AS(Seal::open(keys, Suite::aes_gcm), Fault);
    ::chmod(keys.c_str(), 0600);
    CHECK_NOTHROW(Seal::open(keys, Suite::aes_gcm));
    Seal::add_key(keys);
    REQUIRE(::stat(keys.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    CHECK_THROWS_AS(Seal::open(folder.file("absent"), Suite::aes_gcm), Fault);
    CHECK_THROWS_AS(Seal::add_key(folder.file("absent")), Fault);
}

TEST_CASE("a malformed key file is refused") {
    const Folder folder;
    const std::string key(64, 'a');
    for (const std::string& content :
         {std::string(), std::string("leye-keys 2\n"), "leye-keys 1\nblind " + key + "\n",
          "leye-keys 1\nkey 1 " + key + "\n", "leye-keys 1\nblind " + key + "\nkey 0 " + key + "\n",
          "leye-keys 1\nblind " + key + "\nkey 1 abc\n", "leye-keys 1\nblind " + key + " md5\nkey 1 " + key + "\n",
          "leye-keys 1\nblind " + key + "\nkey 1 " + key + "\nkey 1 " + key + "\n",
          "leye-keys 1\nblind " + key + "\nkey 1 " + key + "\nfrobnicate\n"}) {
        const auto file = folder.file("bad");
        std::filesystem::remove(file);
        std::ofstream(file) << content;
        ::chmod(file.c_str(), 0600);
        CHECK_THROWS_AS(Seal::open(file, Suite::aes_gcm), Fault);
    }
}

TEST_CASE("a password is checked against its hash and against nothing else") {
    const auto phc = seal::hash_password("correct horse 电池");
    CHECK(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    CHECK(seal::verify_password("correct horse 电池", phc));
    CHECK_FALSE(seal::verify_password("correct horse", phc));
    CHECK_FALSE(seal::verify_password("", phc));
    CHECK_FALSE(seal::verify_password("x", "$2b$10$abcdefghijklmnopqrstuv"));
    CHECK_FALSE(seal::verify_password("x", ""));
    CHECK(seal::hash_password("same") != seal::hash_password("same"));
}

TEST_CASE("equality in constant time is equality") {
    CHECK(seal::constant_time_equal("abc", "abc"));
    CHECK(seal::constant_time_equal("", ""));
    CHECK_FALSE(seal::constant_time_equal("abc", "abd"));
    CHECK_FALSE(seal::constant_time_equal("abc", "ab"));
}

TEST_CASE("HMAC agrees with RFC 4231") {
    seal::Key key{};
    std::memset(key.data(), 0x0b, 20);
    CHECK(text::hex(seal::hmac(Suite::aes_gcm, key, seal::next_serial(), {"Hi ", "There"})) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    seal::Key jefe{};
    std::memcpy(jefe.data(), "Jefe", 4);
    CHECK(text::hex(
              seal::hmac(Suite::aes_gcm, jefe, seal::next_serial(), {"what do ya want ", "for nothing?"})) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

namespace {

std::string sm3(const std::string& bytes) {
    uint8_t out[32];
    unsigned size = 0;
    REQUIRE(EVP_Digest(bytes.data(), bytes.size(), out, &size, EVP_sm3(), nullptr) == 1);
    return {reinterpret_cast<char*>(out), size};
}

std::string sm4(const EVP_CIPHER* cipher, const uint8_t* key, std::string_view iv, std::string_view in) {
    EVP_CIPHER_CTX* c = EVP_CIPHER_CTX_new();
    std::string out(in.size() + 16, '\0');
    int n = 0;
    REQUIRE(EVP_EncryptInit_ex(c, cipher, nullptr, key, reinterpret_cast<const uint8_t*>(iv.data())) == 1);
    REQUIRE(EVP_EncryptUpdate(c, reinterpret_cast<uint8_t*>(out.data()), &n,
                              reinterpret_cast<const uint8_t*>(in.data()), static_cast<int>(in.size())) == 1);
    EVP_CIPHER_CTX_free(c);
    out.resize(in.size());
    return out;
}

}  // namespace

TEST_CASE("SM3 and SM4 agree with the vectors of GB/T 32905 and GB/T 32907") {
    CHECK(text::hex(sm3("abc")) == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    CHECK(text::hex(sm3("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd")) ==
          "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    const std::string block = *text::of_hex("0123456789abcdeffedcba9876543210");
    CHECK(text::hex(sm4(EVP_sm4_ecb(), reinterpret_cast<const uint8_t*>(block.data()), "", block)) ==
          "681edf34d206965e86b3e94f536e4246");
}

TEST_CASE("an SM4 envelope is SM4-CTR under HMAC-SM3 over head, nonce, binding and text") {
    const auto keys = seal::derive(seal::Key{1, 2, 3}, Suite::sm4_sm3);
    CHECK(keys.cipher != keys.mac);
    std::string out;
    seal::seal_body(Suite::sm4_sm3, keys, "HEAD", "binding", "some text longer than one block", out);
    const auto nonce = out.substr(0, 16), text = out.substr(16, out.size() - 48),
               tag = out.substr(out.size() - 32);
    CHECK(text == sm4(EVP_sm4_ctr(), keys.cipher.data(), nonce, "some text longer than one block"));
    const std::string message = "HEAD" + nonce + std::string("\0\0\0\0\0\0\0\7", 8) + "binding" +
                                std::string("\0\0\0\0\0\0\0\x1f", 8) + text;
    std::string inner(64, '\x36'), outer(64, '\x5c');
    for (size_t i = 0; i < keys.mac.size(); ++i) inner[i] ^= keys.mac[i], outer[i] ^= keys.mac[i];
    CHECK(tag == sm3(outer + sm3(inner + message)));
}
