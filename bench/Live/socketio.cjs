// The peer of broadcasts: a socket.io room as its documentation shows it, WebSockets only, with nothing behind it.
// Usage: node socketio.cjs FOLDER, where FOLDER holds node_modules.
const path = require('node:path');
const http = require('node:http');
const { Server } = require(path.join(process.argv[2], 'node_modules', 'socket.io'));

const server = http.createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false });

io.on('connection', (socket) => {
  socket.on('subscribe', (room, done) => {
    socket.join(room);
    done();
  });
  socket.on('post', (room, message) => io.to(room).emit('events', message));
});

server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}`));
