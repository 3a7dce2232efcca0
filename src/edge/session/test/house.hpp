#pragma once
#include <doctest/doctest.h>

#include "edge/notify/outbox.hpp"
#include "edge/session/session.hpp"
#include "engine/seal/totp.hpp"
#include "records/party/test/place.hpp"

namespace leye::session::test {

inline constexpr int64_t minute = 60'000;
inline const std::string phone = "13800001234";

/// A house with sessions over a fresh database.
struct House {
    explicit House(party::test::Place& at, session::Settings settings = plain())
        : place(at), sessions(*at.db, party::test::test_seal(), party::test::reference_data(), at.clock, std::move(settings)) {}
    static session::Settings plain() {
        session::Settings out;
        out.code_message = "code {code} for {minutes} min";
        out.requests_per_minute = 0;
        return out;
    }

    std::string latest_code(const std::string& to = phone) {
        const auto message = place.db->read([&](store::Connection& c) { return notify::find_latest(c, party::test::test_seal(), to); });
        return message ? message->text.substr(5, 6) : "";
    }
    Result<session::SignedIn> sign_in(const std::string& from = "10.0.0.1") {
        http::Request r = request("POST", "", from);
        if (auto sent = sessions.send_code(r, phone); !sent) return tl::unexpected(sent.error());
        return sessions.sign_in_person(r, phone, latest_code());
    }
    static http::Request request(std::string method, const std::string& cookie = "", const std::string& peer = "10.0.0.1") {
        http::Request out;
        out.method = std::move(method);
        out.path = "/v1/me";
        out.peer = peer;
        out.headers = {{"host", "library.example"}};
        if (!cookie.empty()) out.headers.emplace_back("cookie", cookie.substr(0, cookie.find(';')));
        return out;
    }

    party::test::Place& place;
    Sessions sessions;
};

inline void everywhere(const std::function<void(House&)>& test, session::Settings settings = House::plain()) {
    const std::span<const store::Migration> modules[] = {journal::schema(), party::schema(), notify::schema(), session::schema()};
    party::test::everywhere(modules, [&](party::test::Place& place) {
        House house(place, settings);
        test(house);
    });
}

struct Member {
    party::StaffId id;
    session::NewSecret secret;
};

inline Member hire(House& house, const std::string& user = "li.lei") {
    Member out;
    out.secret = house.sessions.new_secret(user);
    house.place.act([&](party::Context& ctx) {
        const auto agency = *party::open_agency(ctx, {.name = "历下区公共就业中心", .level = party::AgencyLevel::county, .area = "370102"});
        out.id = *party::hire_staff(ctx, {.user = user, .name = "李雷", .agency = agency, .duties = {"window"}}, out.secret.secret);
        return Result<void>{};
    });
    return out;
}

inline std::string totp(House& house, const Member& m) { return seal::totp_code(m.secret.secret.totp_secret, house.place.clock.now()); }

template <class T>
std::string code_of(const Result<T>& result) {
    return result ? "" : result.error().code;
}

}  // namespace leye::session::test
