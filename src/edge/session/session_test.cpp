#include "edge/session/session.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "base/text.hpp"
#include "edge/session/idempotency.hpp"
#include "edge/session/session_shape.hpp"
#include "edge/session/test/house.hpp"

using namespace leye;
using session::Session;
using session::Sessions;

using namespace session::test;

TEST_CASE("a phone and its code open an account and a session, which the cookie carries") {
    everywhere([](House& house) {
        const auto done = house.sign_in();
        REQUIRE(done);
        CHECK(done->cookie.find("HttpOnly; SameSite=Lax") != std::string::npos);
        CHECK(done->cookie.find("Path=/") != std::string::npos);
        CHECK(done->cookie.find("Secure") == std::string::npos);
        const auto found = house.sessions.resolve(House::request("GET", done->cookie));
        REQUIRE(found);
        CHECK(found->actor.kind == party::Actor::Kind::person);
        CHECK(found->account == done->session.account);
        CHECK(found->csrf == done->session.csrf);
        CHECK(house.place.count("select count(*) from session") == 1);
        const auto shape = house.place.db->read([&](store::Connection& c) {
            return session::session_shape(c, house.sessions, *found, party::test::test_seal(), party::test::reference_data());
        });
        CHECK(shape.kind == "person");
        CHECK(shape.account->phone_masked == "138****1234");
        CHECK_FALSE(shape.person);
        // Signing in again: the same account, a new token, and the old one is worth nothing.
        house.place.clock.advance_ms(2 * minute);
        http::Request with_old = House::request("POST", done->cookie);
        REQUIRE(house.sessions.send_code(with_old, phone));
        const auto again = house.sessions.sign_in_person(with_old, phone, house.latest_code());
        REQUIRE(again);
        CHECK(again->session.account == done->session.account);
        CHECK(again->cookie != done->cookie);
        CHECK_FALSE(house.sessions.resolve(House::request("GET", done->cookie))->is_signed_in());
    });
}

TEST_CASE("a code works once, for five minutes and five tries") {
    everywhere([](House& house) {
        const auto request = House::request("POST");
        REQUIRE(house.sessions.send_code(request, phone));
        const std::string code = house.latest_code();
        CHECK(code.size() == 6);
        const std::string wrong = code == "000000" ? "000001" : "000000";
        for (int left = 4; left > 0; --left) {
            const auto failed = house.sessions.sign_in_person(request, phone, wrong);
            REQUIRE(code_of(failed) == "code_wrong");
            CHECK(failed.error().details.at("left") == std::to_string(left));
        }
        CHECK(code_of(house.sessions.sign_in_person(request, phone, wrong)) == "code_void");
        CHECK(code_of(house.sessions.sign_in_person(request, phone, code)) == "code_void");

        house.place.clock.advance_ms(minute);
        REQUIRE(house.sessions.send_code(request, phone));
        house.place.clock.advance_ms(5 * minute);
        CHECK(code_of(house.sessions.sign_in_person(request, phone, house.latest_code())) == "code_expired");

        REQUIRE(house.sessions.send_code(request, phone));
        CHECK(house.sessions.sign_in_person(request, phone, house.latest_code()));
        CHECK(code_of(house.sessions.sign_in_person(request, phone, house.latest_code())) == "code_expired");
        CHECK(code_of(house.sessions.sign_in_person(request, "13900005678", "123456")) == "code_expired");
        CHECK(code_of(house.sessions.send_code(request, "12345")).starts_with("phone_"));
    });
}

TEST_CASE("codes are sent a minute apart, ten a day for a phone and about thirty for an address") {
    everywhere([](House& house) {
        const auto request = House::request("POST");
        REQUIRE(house.sessions.send_code(request, phone));
        const auto soon = house.sessions.send_code(request, phone);
        CHECK(code_of(soon) == "code_too_soon");
        CHECK(soon.error().details.at("retry_after_s") == "60");
        for (int i = 1; i < 10; ++i) {
            house.place.clock.advance_ms(minute);
            CHECK(house.sessions.send_code(request, phone));
        }
        house.place.clock.advance_ms(minute);
        CHECK(code_of(house.sessions.send_code(request, phone)) == "code_too_many");
        house.place.clock.advance_days(1);
        CHECK(house.sessions.send_code(request, phone));
        int sent = 0;
        for (int i = 0; i < 60; ++i)
            sent += house.sessions.send_code(House::request("POST", "", "10.9.9.9"), "139" + std::to_string(10'000'000 + i)).has_value();
        CHECK(sent == 30);
    });
}

TEST_CASE("staff need password and second factor, and a factor's step works once") {
    everywhere([](House& house) {
        const Member m = hire(house);
        const auto request = House::request("POST");
        const std::string code = totp(house, m);
        const auto done = house.sessions.sign_in_staff(request, " Li.Lei ", m.secret.password, code);
        REQUIRE(done);
        CHECK(done->session.actor.kind == party::Actor::Kind::staff);
        CHECK(done->session.actor.duties.contains("window"));
        CHECK(done->session.idle_minutes == 30);
        CHECK(code_of(house.sessions.sign_in_staff(request, "li.lei", m.secret.password, code)) == "sign_in_failed");
        house.place.clock.advance_ms(minute);
        CHECK(code_of(house.sessions.sign_in_staff(request, "li.lei", m.secret.password + "x", totp(house, m))) == "sign_in_failed");
        CHECK(code_of(house.sessions.sign_in_staff(request, "li.lei", m.secret.password, "000000")) == "sign_in_failed");
        CHECK(code_of(house.sessions.sign_in_staff(request, "nobody", m.secret.password, totp(house, m))) == "sign_in_failed");
        CHECK(house.sessions.sign_in_staff(request, "li.lei", m.secret.password, totp(house, m)));
    });
}

TEST_CASE("five failures lock a name for fifteen minutes, whether it exists or not") {
    everywhere([](House& house) {
        const Member m = hire(house);
        for (const std::string user : {"li.lei", "han.meimei"}) {
            CAPTURE(user);
            const auto request = House::request("POST", "", "10.1.1." + std::to_string(user.size()));
            for (int i = 0; i < 4; ++i) CHECK(code_of(house.sessions.sign_in_staff(request, user, "no", "000000")) == "sign_in_failed");
            const auto locked = house.sessions.sign_in_staff(request, user, "no", "000000");
            CHECK(code_of(locked) == "sign_in_locked");
            CHECK(locked.error().details.at("minutes") == "15");
            CHECK(code_of(house.sessions.sign_in_staff(request, user, m.secret.password, totp(house, m))) == "sign_in_locked");
        }
        house.place.clock.advance_ms(15 * minute);
        CHECK(house.sessions.sign_in_staff(House::request("POST"), "li.lei", m.secret.password, totp(house, m)));
    });
}

TEST_CASE("a session ends when idle, when its life is over, at sign-out and when its member of staff is closed") {
    everywhere([](House& house) {
        const auto idle = *house.sign_in();
        for (int i = 0; i < 5; ++i) {
            house.place.clock.advance_ms(59 * minute);
            CHECK(house.sessions.resolve(House::request("GET", idle.cookie))->is_signed_in());
        }
        house.place.clock.advance_ms(60 * minute);
        const auto ended = house.sessions.resolve(House::request("GET", idle.cookie));
        CHECK_FALSE(ended->is_signed_in());
        CHECK(ended->ended);
        CHECK(ended->acting_for({}).error().code == "signed_out");
        CHECK(house.place.count("select count(*) from session") == 0);

        const auto old = *house.sign_in();
        for (int i = 0; i < 24; ++i) {
            CHECK(house.sessions.resolve(House::request("GET", old.cookie))->is_signed_in());
            house.place.clock.advance_ms(59 * minute);
        }
        house.place.clock.advance_ms(30 * minute);
        CHECK_FALSE(house.sessions.resolve(House::request("GET", old.cookie))->is_signed_in());

        const auto left = *house.sign_in();
        CHECK(house.sessions.sign_out(House::request("DELETE", left.cookie)).find("Max-Age=0") != std::string::npos);
        CHECK_FALSE(house.sessions.resolve(House::request("GET", left.cookie))->is_signed_in());

        const Member m = hire(house);
        const auto staff = *house.sessions.sign_in_staff(House::request("POST"), "li.lei", m.secret.password, totp(house, m));
        CHECK(house.sessions.resolve(House::request("GET", staff.cookie))->is_signed_in());
        house.place.act([&](party::Context& ctx) { return party::change_staff(ctx, m.id, {.active = false}); });
        house.sessions.forget_staff(m.id);
        CHECK_FALSE(house.sessions.resolve(House::request("GET", staff.cookie))->is_signed_in());
    });
}

TEST_CASE("changing something needs the session's token and our own origin") {
    everywhere([](House& house) {
        const auto done = *house.sign_in();
        auto request = House::request("POST", done.cookie);
        CHECK(code_of(house.sessions.resolve(request)) == "csrf_missing");
        request.headers.emplace_back("x-csrf-token", "wrong");
        CHECK(code_of(house.sessions.resolve(request)) == "csrf_missing");
        request.headers.back().second = done.session.csrf;
        CHECK(house.sessions.resolve(request)->is_signed_in());
        request.headers.emplace_back("origin", "https://evil.example");
        CHECK(code_of(house.sessions.resolve(request)) == "origin_foreign");
        for (const auto* own : {"https://leye.example", "http://library.example"}) {
            request.headers.back().second = own;
            CHECK(house.sessions.resolve(request));
        }
        request.headers.back().second = "null";
        CHECK(code_of(house.sessions.resolve(request)) == "origin_foreign");
        CHECK(house.sessions.resolve(House::request("POST"))->actor.kind == party::Actor::Kind::nobody);
        CHECK_FALSE(house.sessions.resolve(House::request("GET", "leye_session=" + std::string(64, 'a')))->is_signed_in());
    }, [] {
        auto out = House::plain();
        out.public_url = "https://leye.example/portal";
        return out;
    }());
}

TEST_CASE("cookies are Secure where the service is reached by https") {
    auto settings = House::plain();
    settings.public_url = "https://leye.example";
    everywhere([](House& house) { CHECK(house.sign_in()->cookie.find("; Secure") != std::string::npos); }, settings);
}

TEST_CASE("an account is joined to one person's file and acts for its employers") {
    everywhere([](House& house) {
        const auto done = *house.sign_in();
        CHECK(house.sessions.resolve(House::request("GET", done.cookie))->actor.person.is_nil());
        house.place.act([&](party::Context& ctx) -> Result<void> {
            const auto one = *party::register_person(ctx, party::test::somebody("张三", party::test::citizen("19900101", 3)));
            const auto other = *party::register_person(ctx, party::test::somebody("李四", party::test::citizen("19910101", 5)));
            CHECK(house.sessions.join_person(ctx, done.session.account, one));
            CHECK(house.sessions.join_person(ctx, done.session.account, one));
            CHECK(code_of(house.sessions.join_person(ctx, done.session.account, other)) == "account_has_person");
            return {};
        });
        CHECK(house.sessions.resolve(House::request("GET", done.cookie))->actor.person.is_nil());
        house.sessions.forget_account(done.session.account);
        const auto joined = *house.sessions.resolve(House::request("GET", done.cookie));
        CHECK_FALSE(joined.actor.person.is_nil());
        CHECK(code_of(joined.acting_for(party::EmployerId::make(house.place.clock.now()))) == "employer_not_yours");
    });
}

TEST_CASE("requests of one session are limited, and those of another are not touched") {
    auto settings = House::plain();
    settings.requests_per_minute = 20;
    everywhere([](House& house) {
        int good = 0;
        for (int i = 0; i < 30; ++i) good += house.sessions.resolve(House::request("GET", "", "10.2.2.2")).has_value();
        CHECK(good == 20);
        CHECK(house.sessions.resolve(House::request("GET", "", "10.2.2.3")));
        house.place.clock.advance_ms(3'000);
        CHECK(house.sessions.resolve(House::request("GET", "", "10.2.2.2")));
    }, settings);
}

TEST_CASE("invented tokens count for the address that sends them, and past its limit cost no look into the database") {
    auto settings = House::plain();
    settings.requests_per_minute = 20;
    everywhere([](House& house) {
        const auto invented = [](int i) { return "leye_session=" + text::hex(std::string(31, 'x') + static_cast<char>(i)); };
        int good = 0;
        for (int i = 0; i < 30; ++i) good += house.sessions.resolve(House::request("GET", invented(i), "10.3.3.3")).has_value();
        CHECK(good == 20);
        CHECK(code_of(house.sessions.resolve(House::request("GET", "", "10.3.3.3"))) == "rate_limited");
        CHECK(house.sessions.resolve(House::request("GET", invented(1), "10.3.3.4")));
    }, settings);
}

TEST_CASE("the journal has who signed in, and no phone, code or token") {
    everywhere([](House& house) {
        const auto done = *house.sign_in();
        house.place.db->read([&](store::Connection& c) {
            auto rows = c.query("select actor, act, subject, detail from journal_entry");
            int found = 0;
            while (rows.next()) {
                const auto all = rows.get<std::string>(0) + rows.get<std::string>(1) + rows.get<std::string>(2) + rows.get<std::string>(3);
                found += all.find("signed_in") != std::string::npos;
                CHECK(all.find(phone) == std::string::npos);
            }
            CHECK(found == 1);
        });
        house.place.clock.advance_days(2);
        house.sessions.sweep();
        CHECK(house.place.count("select count(*) from session") == 0);
        CHECK(house.place.count("select count(*) from sign_in_code") == 0);
    });
}

TEST_CASE("a hundred requests at once with one key are carried out once and all get its answer") {
    everywhere([](House& house) {
        house.place.db->write([](store::Transaction& tx) { tx.run_script("drop table if exists loan; create table loan (id blob not null)"); });
        const auto& seal = party::test::test_seal();
        const Instant now = house.place.clock.now();
        std::atomic<int> made = 0, replayed = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 100; ++i)
            threads.emplace_back([&] {
                const auto key = *session::repeat_key(seal, "account:1", "key-1", "POST /v1/loans", "{}");
                const auto answer = house.place.db->write([&](store::Transaction& tx) -> Result<std::string> {
                    auto before = session::find_answer(tx, seal, key, now);
                    if (!before) return tl::unexpected(before.error());
                    if (*before) return "again " + **before;
                    tx.execute("insert into loan (id) values (?)", Uuid::make(now));
                    session::keep_answer(tx, seal, key, "loan 7", now);
                    return "loan 7";
                });
                made += answer && *answer == "loan 7";
                replayed += answer && *answer == "again loan 7";
            });
        for (auto& thread : threads) thread.join();
        CHECK(made == 1);
        CHECK(replayed == 99);
        CHECK(house.place.count("select count(*) from loan") == 1);
    });
}

TEST_CASE("one key for two different requests is a conflict; a refused request frees its key; a day later it is free") {
    everywhere([](House& house) {
        const auto& seal = party::test::test_seal();
        const auto ask = [&](const std::string& actor, const std::string& body, bool refused) {
            const auto key = *session::repeat_key(seal, actor, "key-1", "POST /v1/loans", body);
            return house.place.db->write([&](store::Transaction& tx) -> Result<std::string> {
                auto before = session::find_answer(tx, seal, key, house.place.clock.now());
                if (!before) return tl::unexpected(before.error());
                if (*before) return "again " + **before;
                if (refused) return refuse("card_too_old");
                session::keep_answer(tx, seal, key, body, house.place.clock.now());
                return body;
            });
        };
        CHECK(code_of(ask("account:1", "a", true)) == "card_too_old");
        CHECK(*ask("account:1", "b", false) == "b");
        CHECK(*ask("account:1", "b", false) == "again b");
        CHECK(code_of(ask("account:1", "c", false)) == "idempotency_conflict");
        CHECK(*ask("account:2", "c", false) == "c");
        house.place.clock.advance_days(2);
        CHECK(*ask("account:1", "c", false) == "c");
        CHECK(code_of(session::repeat_key(seal, "a", "", "x", "y")) == "idempotency_missing");
        CHECK(code_of(session::repeat_key(seal, "a", std::string(200, 'k'), "x", "y")) == "idempotency_missing");
    });
}

TEST_CASE("a limiter gives its burst, then its rate, and forgets the least recent key when it is full") {
    session::Limiter limiter(60, 3, 16);
    Instant now = Instant::of_ms(1'000'000);
    for (int i = 0; i < 3; ++i) CHECK(limiter.take("a", now));
    const auto refused = limiter.take("a", now);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().details.at("retry_after_s") == "1");
    now = now.plus_ms(1'000);
    CHECK(limiter.take("a", now));
    CHECK_FALSE(limiter.take("a", now));
    CHECK_FALSE(limiter.take("a", now.plus_ms(-60'000)));  // a clock that steps back gives nothing
    for (int i = 0; i < 1000; ++i) CHECK(limiter.take("key" + std::to_string(i), now));
    session::Limiter none(0, 1);
    for (int i = 0; i < 100; ++i) CHECK(none.take("a", now));
}
