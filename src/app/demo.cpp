#include <fmt/core.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "app/commands.hpp"
#include "app/probe_store.hpp"
#include "app/serve.hpp"
#include "app/settle_province.hpp"

namespace leye::app {
namespace {

namespace fs = std::filesystem;

/// The system's time so many days later: what begins on a later day can be seen today.
class LaterClock : public SystemClock {
  public:
    explicit LaterClock(int days) : days_(days) {}
    Instant now() const override { return SystemClock::now().plus_ms(int64_t{days_} * 86'400'000); }

  private:
    int days_;
};

std::string accounts_file(const Config& config) { return config.data + "/demo-accounts.txt"; }

bool is_empty(World& w) {
    return w.db->read([](store::Connection& c) { return !has_agencies(c); });
}

// Kept beside the data so that the next start can print them again; nobody real is in there.
void keep_accounts(const Config& config, const std::vector<DemoAccount>& accounts) {
    std::ofstream out(accounts_file(config));
    for (const auto& a : accounts) out << fmt::format("{:<14} {:<20} {:<34} {}\n", a.user, a.password.empty() ? "-" : a.password, a.totp_secret.empty() ? "-" : a.totp_secret, a.shows);
    out.close();
    chmod(accounts_file(config).c_str(), 0600);
}

void print_accounts(const Config& config) {
    std::ifstream in(accounts_file(config));
    fmt::print("\nAccounts of the demo: user or phone, password, secret of the second factor, what one sees.\n");
    for (std::string line; std::getline(in, line);) fmt::print("  {}\n", line);
    fmt::print("People sign in with a phone; the code stands on the page. Staff sign in at /desk/sign-in.\n");
}

}  // namespace

int run_demo(Config config, int64_t people, bool fresh, int days_later) {
    config.demo = true;
    if (fresh && config.database.empty())
        for (const char* name : {"leye.db", "leye.db-wal", "leye.db-shm", "demo-accounts.txt"}) fs::remove(fs::path(config.data) / name);
    auto world = open_world(config);
    if (days_later) world->clock = std::make_unique<LaterClock>(days_later);
    if (is_empty(*world)) {
        fmt::print(stderr, "Making the demo province: {} invented people.\n", people);
        const auto province = demo::make_province(config.catalog, world->reference, world->clock->now().date(),
                                                  {.people = static_cast<size_t>(people), .employers = static_cast<size_t>(std::max<int64_t>(20, people / 25))});
        if (!province) throw Fault("the demo province: " + province.error().code);
        keep_accounts(config, settle_province(*world, *province));
    }
    print_accounts(config);
    return serve(*world, [&](int port) {
        const std::string url = config.public_url.empty() ? fmt::format("http://{}:{}", config.listen.substr(0, config.listen.rfind(':')), port) : config.url();
        fmt::print("\nLeye serves the demo province at {}\n", url);
        std::fflush(stdout);
    });
}

}  // namespace leye::app
