#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/world.hpp"
#include "base/text.hpp"
#include "edge/session/session.hpp"
#include "records/party/party.hpp"

namespace leye::app {
namespace {

int refused(const World& w, const Refusal& r) {
    const auto* t = (*w.catalog)->find_refusal(r.code);
    fmt::print(stderr, "{}{}\n", t ? catalog::filled(t->detail.en, r.details) : r.code, r.field.empty() ? "" : " (" + r.field + ")");
    return 2;
}

void print_secret(const std::string& user, const session::NewSecret& s, const Output& out) {
    if (out.json)
        fmt::print("{}\n", json::print(json::Object{{"user", user}, {"password", s.password}, {"totp_secret", s.totp_secret}, {"totp_uri", s.totp_uri}}));
    else
        fmt::print("user      {}\npassword  {}\nsecond factor (RFC 6238)  {}\n{}\nThese are shown once.\n", user, s.password, s.totp_secret, s.totp_uri);
}

session::Sessions sessions_of(World& w) { return session::Sessions(*w.db, w.seal, w.reference, *w.clock, {.public_url = w.config.url()}); }

}  // namespace

int run_account_add(const Config& config, const NewAccount& account, const Output& out) {
    auto w = open_world(config, Begin::never);
    const session::NewSecret secret = sessions_of(*w).new_secret(account.user);
    std::set<std::string> duties;
    for (auto d : text::split(account.duties, ',')) duties.emplace(text::trim(d));
    const auto done = w->db->write([&](store::Transaction& tx) -> Result<party::StaffId> {
        const party::Actor actor = party::system_actor();
        party::Context at{actor, w->clock->now(), tx, w->seal, w->reference};
        const auto agencies = party::list_agencies(tx, account.area, 1);
        if (agencies.empty()) return refuse("agency_unknown", "area");
        return party::hire_staff(at, {account.user, account.name, agencies.front().id, duties}, secret.secret);
    });
    if (!done) return refused(*w, done.error());
    print_secret(account.user, secret, out);
    return 0;
}

int run_account_list(const Config& config, const Output& out) {
    auto w = open_world(config, Begin::never);
    json::Array rows;
    w->db->read([&](store::Connection& c) {
        std::string after;
        for (;;) {
            const auto staff = party::list_staff(c, "370000", "", after, 200);
            for (const auto& s : staff) {
                after = s.user;
                if (out.json)
                    rows.push_back(json::Object{{"user", s.user}, {"name", s.name}, {"agency", s.agency_name}, {"active", s.active}});
                else
                    fmt::print("{:<20} {} {} {}{}\n", s.user, s.name, s.agency_name, fmt::join(s.duties, ","), s.active ? "" : " (closed)");
            }
            if (staff.size() < 200) return;
        }
    });
    if (out.json) fmt::print("{}\n", json::print(rows));
    return 0;
}

int run_account_reset(const Config& config, const std::string& user, const Output& out) {
    auto w = open_world(config, Begin::never);
    auto sessions = sessions_of(*w);
    const session::NewSecret secret = sessions.new_secret(user);
    const auto done = w->db->write([&](store::Transaction& tx) -> Result<void> {
        const auto staff = party::find_staff_by_user(tx, user);
        if (!staff) return refuse("staff_unknown", "user");
        const party::Actor actor = party::system_actor();
        party::Context at{actor, w->clock->now(), tx, w->seal, w->reference};
        sessions.end_staff_sessions(tx, staff->id);
        return party::change_secret(at, staff->id, secret.secret);
    });
    if (!done) return refused(*w, done.error());
    print_secret(user, secret, out);
    return 0;
}

}  // namespace leye::app
