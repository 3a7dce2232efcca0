#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "edge/http/network.hpp"

namespace leye::app {

/// All settings of the program. Each comes, last one wins, from its default, the TOML file, the environment
/// (LEYE_ and the name in capitals) and its flag (-- and the name with hyphens).
struct Config {
    std::string data = "data";        ///< folder of the embedded database, the key file and backups
    std::string database;             ///< "sqlite:…" or "postgresql://…"; empty: the file leye.db in `data`
    std::string listen = "127.0.0.1:8080";
    std::string catalog;              ///< folder of the catalogue; empty: found beside the program
    std::string web;                  ///< folder of the built pages; empty: found beside the program
    std::string key_file;             ///< empty: keys.txt in `data`
    std::string cipher = "aes";       ///< "aes" or "sm4"
    std::string public_url;           ///< how people reach it, for links and cookies; empty: http:// and `listen`
    bool demo = false;                ///< the demo province: the text messages sent can be read on the page
    int64_t io_threads = 2;
    int64_t workers = 16;             ///< each may wait for a durable commit, which many share
    int64_t write_lanes = 4;          ///< parallel writers on PostgreSQL
    int64_t requests_per_minute = 600;  ///< of one signed-in person or address; 0 is no limit
    int64_t staff_idle_minutes = 30;    ///< without a request for so long, a session of staff ends
    int64_t person_idle_minutes = 60;   ///< and a person's
    int64_t bodies_mb = 256;            ///< of all request bodies in memory at once
    std::string sweep_at = "02:00";     ///< time of the civil day at which the nightly sweep begins; "never": none
    std::string facts_inbox;          ///< folder watched for files of other departments; empty: none
    std::string exchange_senders;     ///< YAML file of who may send signed messages; empty: nobody
    std::string access_log;           ///< file, one line a request; "-": standard error; empty: none
    std::string trusted_proxies;      ///< addresses or ranges, comma-separated; in the TOML file also a list

    std::string database_url() const;
    std::string key_path() const;
    std::string url() const;
    std::vector<http::Network> proxies() const;
    /// Minute of the civil day at which the nightly sweep begins; nothing for never.
    std::optional<int> sweep_minute() const;
    /// Folder of the snapshots that sweeps take.
    std::string snapshots() const;
};

/// One setting: its name, what it does, and its value as text.
struct Setting {
    std::string name, help;
};
std::span<const Setting> settings();
std::string value_of(const Config& config, std::string_view name);
/// Sets one. Fails: setting_unknown, setting_value (details: name, wanted).
Result<void> set(Config& config, std::string_view name, std::string_view value);

/// Reads the TOML file and the environment. `file` empty: leye.toml in the working folder where there is one.
/// out: faults as sentences with file and line in `faults`; the good settings are taken all the same.
Config load_config(const std::string& file, const std::map<std::string, std::string>& flags, std::vector<std::string>& faults);

}  // namespace leye::app
