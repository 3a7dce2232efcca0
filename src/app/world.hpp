#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "base/clock.hpp"
#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "records/catalog/current.hpp"
#include "records/catalog/phrases.hpp"
#include "records/reference/reference.hpp"
#include "services/determination/source.hpp"
#include "services/policy/publisher.hpp"

namespace leye::app {

/// What every command that touches records needs, opened once.
struct World {
    Config config;
    std::unique_ptr<Clock> clock;
    reference::Reference reference;
    std::unique_ptr<catalog::Current> catalog;
    catalog::Phrases phrases;
    determination::Sources sources;
    std::unique_ptr<store::Database> db;
    seal::Seal seal;
    std::unique_ptr<policy::Publisher> publisher;  ///< of what is published in `db` over the catalogue
};

/// Code lists, catalogue, phrases and sources. Fails: Fault with every fault of the catalogue as a sentence with file and line.
struct Knowledge {
    reference::Reference reference;
    catalog::Catalog catalog;
    catalog::Phrases phrases;
    determination::Sources sources;
};
Knowledge load_knowledge(const std::string& catalog_dir);

/// Whether a command may begin a database or needs one that is there.
enum class Begin { may, never };

/// Opens the database, migrates it, makes a key file where the data folder has none, loads the catalogue
/// with what is published in the database. Fails: as open_database; Fault.
std::unique_ptr<World> open_world(const Config& config, Begin begin = Begin::may);

/// Opens the database alone. Fails: store::NotUsable where none may be begun and none is there; Fault.
std::unique_ptr<store::Database> open_database(const Config& config, Begin begin = Begin::may);

/// The keys of the installation. Fails: Fault.
seal::Seal open_seal(const Config& config);

/// Hears how much of a long work is done, and of how much.
using Heard = std::function<void(int64_t done, int64_t all)>;

/// Applies the migrations of all modules. out: how many.
int migrate_all(store::Database& db, Instant now, const Heard& progress = {});
/// What a migration leaves to the keys: the tokens that names of an older database are found by. out: of how many people.
int64_t make_missing_tokens(store::Database& db, const seal::Seal& seal, const Heard& progress = {});

}  // namespace leye::app
