// Asked again and again: healthy (0) once MongoDB is a replica set that takes writes and lets the query service in. It makes
// what is not there yet: while there is no user, MongoDB lets this very machine do so and nobody else.
const admin = db.getSiblingDB("admin");
const rollbook = db.getSiblingDB("rollbook");
const adminPassword = process.env.MONGO_ADMIN_PASSWORD;
const queryPassword = process.env.MONGO_QUERY_PASSWORD;

function letsIn(database, user, password) {
  try {
    return database.auth(user, password).ok === 1;
  } catch (e) {
    if (e.code !== 18) throw e; // AuthenticationFailed
    return false;
  }
}

function requirePrimary() {
  if (!db.hello().isWritablePrimary) quit(1);
}

if (letsIn(rollbook, "query", queryPassword)) {
  requirePrimary();
  quit(0);
}
if (!letsIn(admin, "admin", adminPassword)) {
  try {
    rs.status();
  } catch (e) {
    if (e.code !== 94) throw e; // NotYetInitialized
    rs.initiate({_id: "rollbook", members: [{_id: 0, host: "mongo:27017"}]});
  }
  requirePrimary();
  admin.createUser({user: "admin", pwd: adminPassword, roles: ["userAdminAnyDatabase", "clusterAdmin"]});
  admin.auth("admin", adminPassword);
}
requirePrimary();
// It reads and writes its own database, and nothing else. Its password may be another one than before.
const query = {pwd: queryPassword, roles: ["readWrite"]};
if (rollbook.getUser("query") === null) {
  rollbook.createUser({user: "query", ...query});
} else {
  rollbook.updateUser("query", query);
}
quit(letsIn(rollbook, "query", queryPassword) ? 0 : 1);
