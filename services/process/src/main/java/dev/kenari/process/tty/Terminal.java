package dev.kenari.process.tty;

/** What a line discipline needs of the terminal around it. Nothing here sleeps. */
interface Terminal {
    /** Characters for the screen, already processed for output. */
    void echo(byte[] bytes);

    /** Sends a signal to the foreground process group. */
    void signal(int signal);

    /** A signal character flushes what is on its way to the screen, too. */
    void flushOutput();

    /** XOFF was typed: output stops. */
    void stopOutput();

    /** XON was typed, or something else restarts output. */
    void startOutput();

    boolean outputStopped();

    /** There is something to read that was not there before. */
    void inputArrived();
}
